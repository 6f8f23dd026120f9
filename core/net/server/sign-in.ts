import { authenticate } from '#core/authenticate.ts';
import { errors } from '#core/errors.ts';
import { credentialsIn } from '#core/net/sign-in-wire.ts';
import { Session } from '#core/session.ts';
import type { Users } from '#core/users/users.ts';
import { toSignInError } from '#core/users/verdict.ts';
import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/logger/logger.ts';
import { readBody } from '#lib/net/body.ts';
import type { Connection, Handler } from '#lib/net/connection.ts';
import { addressGroupOf } from '#lib/net/connection-limiter.ts';

/** Enough for every valid name and password. */
const credentialsBytesMax = 4 * 1024;

const sessions = new WeakMap<Connection, Session>();

/** The user of a connection, for services. @returns undefined if no user is signed in. @throws AppError `session_ended`. */
export async function signedInAs(connection: Connection): Promise<string | undefined> {
  const session = sessions.get(connection);
  if (session === undefined) return undefined;
  await session.recheck();
  if (!session.isLive()) throw errors.session_ended();
  session.touch();
  return session.user?.name;
}

export interface SignInOptions {
  readonly users: Users;
  readonly clock: Clock;
  /** The idle time after which a session ends; 0: never. */
  readonly idleTimeoutMs: number;
  readonly logger: Logger;
}

/** The handler of `sign-in`. Services ask for the user with {@link signedInAs}. */
export function signInHandler({ users, clock, idleTimeoutMs, logger }: SignInOptions): Handler {
  return async (request, connection) => {
    const verdict = await authenticate(
      users,
      credentialsIn(await readBody(request, credentialsBytesMax)),
      logger,
      { address: addressGroupOf(connection.peer.host), connectionId: connection.id },
    );
    if (verdict.status !== 'ok') throw toSignInError(verdict);
    const session = new Session(clock, idleTimeoutMs);
    session.start(verdict.user);
    sessions.set(connection, session);
    await connection.send({ status: 'ok' });
  };
}
