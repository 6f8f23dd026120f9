import type { Logger } from '#lib/logger/logger.ts';
import type { Users } from './users/users.ts';
import type { Verdict } from './users/verdict.ts';

export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/**
 * Checks a name and a password, and logs the outcome.
 * @param credentials the name as the user typed it, and the password.
 * @param connectionId the connection of a remote caller; left out for a local one.
 */
export async function authenticate(
  users: Users,
  { name: typed, password }: Credentials,
  logger: Logger,
  connectionId?: string,
): Promise<Verdict> {
  const name = typed.trim().normalize();
  const verdict = await users.verify(name, password);
  const connection = connectionId === undefined ? '' : ` ${connectionId}`;
  if (verdict.status === 'ok') logger.info(`登录成功 (signed in) user=${verdict.user.name}${connection}`);
  else {
    // The log leaves out an unknown name, because users sometimes type the password in its place. The level is `info`:
    // warnings appear on the screen, and the screen must not show whether a name exists.
    const user = verdict.known ? name : '?';
    logger.info(`登录失败 (sign-in failed) ${verdict.status} user=${user}${connection}`);
  }
  return verdict;
}
