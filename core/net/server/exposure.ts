import { type AppError, defineErrors } from '#core/errors.ts';
import { keyVariable } from '#core/net/key-variable.ts';
import { isGuessable } from '#lib/net/key-strength.ts';

/** The reasons for which a server does not start. */
export const exposureErrors = defineErrors({
  server_needs_key: {
    exitCode: 2,
    text: ({ path }: { path: string }) => ({
      zh: `没有密钥：请设置 ${keyVariable}，或用 node bin/serve.js --new-key 新建 ${path}；只在本机试用可以加 --no-auth。`,
      en: `There is no key. Set ${keyVariable}, or create ${path} with node bin/serve.js --new-key; use --no-auth if all clients are on this machine.`,
    }),
  },
  no_auth_off_loopback: {
    exitCode: 2,
    text: ({ host }: { host: string }) => ({
      zh: `在 ${host} 上别的机器也能连进来，不能用 --no-auth：请去掉它，或改用 --host 127.0.0.1。`,
      en: `Other machines can reach ${host}: --no-auth is for 127.0.0.1 only. Leave it out, or use --host 127.0.0.1.`,
    }),
  },
  guessable_key: {
    exitCode: 2,
    text: ({ host, path }: { host: string; path: string }) => ({
      zh: `在 ${host} 上别的机器也能连进来，而密钥太容易猜到：请去掉 ${keyVariable}，移走 ${path}，再用 node bin/serve.js --new-key 新建密钥。`,
      en: `Other machines can reach ${host}, and the key can be guessed. Create a new one with node bin/serve.js --new-key, after you have moved ${path} away and unset ${keyVariable}.`,
    }),
  },
  plain_passwords: {
    exitCode: 2,
    text: ({ host, count }: { host: string; count: number }) => ({
      zh: `在 ${host} 上别的机器也能连进来，而 config.ini 中还有 ${count} 个明文密码：请先运行 node bin/start.js protect。`,
      en: `Other machines can reach ${host}, and config.ini still holds ${count} plain password(s). Run node bin/start.js protect first.`,
    }),
  },
});

/** The facts that decide whether a server may listen. */
export interface Exposure {
  /** The host of the settings, for the sentence. */
  readonly host: string;
  /** Whether only this machine can reach the address. */
  readonly isLoopback: boolean;
  /** `none`: --no-auth was given. */
  readonly key: Buffer | 'missing' | 'none';
  /** The path of the key file, for the sentence. */
  readonly keyFile: string;
  /** The number of plain passwords in config.ini. */
  readonly plainPasswords: number;
}

/** @returns the first reason why the server must not listen on this address; undefined if it may. */
export function refusedExposure(exposure: Exposure): AppError | undefined {
  const { host, isLoopback, key, keyFile, plainPasswords } = exposure;
  if (key === 'missing') return exposureErrors.server_needs_key({ path: keyFile });
  if (isLoopback) return undefined;
  if (key === 'none') return exposureErrors.no_auth_off_loopback({ host });
  // A recorded connection is enough to try keys on it.
  if (isGuessable(key)) return exposureErrors.guessable_key({ host, path: keyFile });
  return plainPasswords > 0 ? exposureErrors.plain_passwords({ host, count: plainPasswords }) : undefined;
}
