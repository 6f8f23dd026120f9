import type { Logger } from '#lib/logger/logger.ts';
import type { Users, Verdict } from './users/users.ts';

export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/**
 * Checks a name and a password, and logs the outcome.
 * @param name as it was typed. @param connectionId of a client; left out for a caller at this machine.
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
    // An unknown name stays out of the log, because people type their password there by mistake. The level is not above
    // `info`: the screen shows warnings, and must not tell a known name from an unknown one.
    const user = verdict.known ? name : '?';
    logger.info(`登录失败 (sign-in failed) ${verdict.status} user=${user}${connection}`);
  }
  return verdict;
}
