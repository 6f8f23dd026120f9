import { errors } from '#core/errors.ts';
import { Session } from '#core/session.ts';
import { refusalOf, type Users } from '#core/users/users.ts';
import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/logger/logger.ts';
import { readBody } from '#lib/net/body.ts';
import type { Connection, Frame, Handler } from '#lib/net/connection.ts';
import { serverErrors } from './answers.ts';

/** Name and password are short; what is longer is neither. */
const credentialsBytesMax = 4 * 1024;

const sessions = new WeakMap<Connection, Session>();

/** The user of a connection, for services. @returns undefined when nobody has signed in. @throws AppError `session_ended`. */
export function signedInAs(connection: Connection): string | undefined {
  const session = sessions.get(connection);
  if (session === undefined) return undefined;
  if (!session.isLive()) throw errors.session_ended();
  session.touch();
  return session.user?.name;
}

export interface SignInOptions {
  readonly users: Users;
  readonly clock: Clock;
  /** 0: never. */
  readonly idleTimeoutMs: number;
  readonly logger: Logger;
}

/**
 * Signs a connection in, for the services that need a user: {"cmd":"sign-in"} with {"user","password"} as its body,
 * because headers are logged and bodies are not.
 */
export function signInHandler({ users, clock, idleTimeoutMs, logger }: SignInOptions): Handler {
  return async (request, connection) => {
    const { name, password } = await credentialsIn(request);
    const verdict = await users.verify(name, password);
    if (verdict.status !== 'ok') {
      const user = verdict.known ? name : '?';
      logger.info(`登录失败 (sign-in failed) ${verdict.status} user=${user} ${connection.id}`);
      throw refusalOf(verdict);
    }
    logger.info(`登录成功 (signed in) user=${verdict.user.name} ${connection.id}`);
    const session = new Session(clock, idleTimeoutMs);
    session.start(verdict.user);
    sessions.set(connection, session);
    await connection.send({ status: 'ok' });
  };
}

async function credentialsIn(request: Frame): Promise<{ name: string; password: string }> {
  const text = (await readBody(request, credentialsBytesMax)).toString('utf8');
  const { user, password } = parseObject(text);
  if (typeof user !== 'string' || typeof password !== 'string')
    throw serverErrors.bad_request({ problem: 'user, password' });
  return { name: user.trim().normalize(), password };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Falls through to the refusal.
  }
  throw serverErrors.bad_request({ problem: 'JSON' });
}
