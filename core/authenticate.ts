import type { Logger } from '#lib/logger/logger.ts';
import type { Users } from './users/users.ts';
import type { Verdict } from './users/verdict.ts';

export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** Where a sign-in comes from. */
export interface Caller {
  /** Callers of the same address share their turns. */
  readonly address: string;
  /** For the log; left out when the logger has a name of its own for the connection. */
  readonly connectionId?: string;
}

/**
 * Checks a name and a password, and logs the outcome.
 * @param credentials the name as the user typed it, and the password.
 * @param caller the connection of a remote caller; left out for a local one.
 */
export async function authenticate(
  users: Users,
  { name: typed, password }: Credentials,
  logger: Logger,
  caller?: Caller,
): Promise<Verdict> {
  const name = typed.trim().normalize();
  const verdict = await users.verify(name, password, caller?.address);
  const connection = caller?.connectionId === undefined ? '' : ` ${caller.connectionId}`;
  if (verdict.status === 'ok') logger.info(`登录成功 (signed in) user=${verdict.user.name}${connection}`);
  else {
    // The log leaves out an unknown name, because users sometimes type the password in its place. The level is `info`:
    // warnings appear on the screen, and the screen must not show whether a name exists.
    const user = verdict.known ? name : '?';
    logger.info(`登录失败 (sign-in failed) ${verdict.status} user=${user}${connection}`);
  }
  return verdict;
}
