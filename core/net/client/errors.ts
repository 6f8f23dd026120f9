import { AppError, defineErrors } from '#core/errors.ts';
import { keyVariable } from '#core/net/key-variable.ts';
import { ConnectError } from '#lib/net/connect.ts';
import { ConnectionLost, type Header } from '#lib/net/connection.ts';
import { FrameError } from '#lib/net/frame-error.ts';
import { clean } from '#lib/text/clean.ts';

type ServerAddress = { readonly address: string };

/** The errors of a client's connection to a server. */
export const clientErrors = defineErrors({
  bad_address: {
    exitCode: 2,
    text: ({ given }: { given: string }) => ({
      zh: `${given} 不是服务器地址，请写成 HOST:PORT，例如 127.0.0.1:8080。`,
      en: `${given} is not a server address. Write HOST:PORT, such as 127.0.0.1:8080.`,
    }),
  },
  no_key: {
    exitCode: 2,
    text: ({ path }: { path: string }) => ({
      zh: `没有密钥：请设置 ${keyVariable}，或把服务器的密钥放进 ${path}（权限 0600），也可以用 node bin/serve.js --new-key 新建一个。`,
      en: `There is no key. Set ${keyVariable}, put the server's key into ${path} (mode 0600), or create one with node bin/serve.js --new-key.`,
    }),
  },
  needs_key: {
    exitCode: 2,
    text: ({ address }: ServerAddress) => ({
      zh: `${address} 不在本机，不能不用密钥：请去掉 --no-auth。`,
      en: `${address} is not on this machine and needs the key. Leave out --no-auth.`,
    }),
  },
  unreachable: {
    exitCode: 5,
    text: ({ address }: ServerAddress) => ({
      zh: `连不上 ${address}：请检查地址，以及服务器是否在运行。`,
      en: `There is no server at ${address}. Check the address, and whether the server runs.`,
    }),
  },
  unknown_host: {
    exitCode: 2,
    text: ({ address }: ServerAddress) => ({
      zh: `找不到主机 ${address}，请检查主机名。`,
      en: `The host of ${address} was not found. Check the name.`,
    }),
  },
  no_answer: {
    exitCode: 5,
    text: ({ address }: ServerAddress) => ({
      zh: `${address} 没有及时响应：可能不是本程序的服务器，或以 --no-auth 运行；请检查后重试。`,
      en: `${address} did not answer in time. It may not be a server of this app, or it may run with --no-auth. Check this, and try again.`,
    }),
  },
  closed_at_once: {
    exitCode: 5,
    text: ({ address }: ServerAddress) => ({
      zh: `${address} 一连上就断开了：服务器可能已满或正在停止。请稍后再试。`,
      en: `${address} closed the connection at once. The server may be full or stopping. Try again later.`,
    }),
  },
  wrong_key: {
    exitCode: 3,
    text: ({ address }: ServerAddress) => ({
      zh: `${address} 不接受这个密钥：请使用与服务器相同的密钥（${keyVariable} 或 conf/secret.key）。`,
      en: `${address} does not accept the key. Use the same key as the server (${keyVariable} or conf/secret.key).`,
    }),
  },
  foreign_server: {
    exitCode: 2,
    text: ({ address }: ServerAddress) => ({
      zh: `${address} 不是本程序的服务器，或它的密钥不正确：请检查地址；若服务器需要密钥，请去掉 --no-auth。`,
      en: `The program at ${address} is not a server of this app, or does not know the key. Check the address; if the server requires the key, leave out --no-auth.`,
    }),
  },
  protocol_version: {
    exitCode: 2,
    text: ({ address }: ServerAddress) => ({
      zh: `${address} 使用另一个版本的协议：请让客户端和服务器使用同一版本的程序。`,
      en: `${address} uses another version of the protocol. Use the same version of the app on both sides.`,
    }),
  },
  too_long: {
    exitCode: 2,
    text: () => ({
      zh: '命令行过长，服务器无法接收，请缩短。',
      en: 'The command line is too long for the server. Shorten it.',
    }),
  },
  connection_lost: {
    exitCode: 5,
    text: ({ address }: ServerAddress) => ({
      zh: `与 ${address} 的连接断了，请重试。`,
      en: `The connection to ${address} was lost. Try again.`,
    }),
  },
});

/** Converts an error of the connection to an AppError. @returns undefined for any other error. */
export function toClientError(error: unknown, address: string): AppError | undefined {
  if (error instanceof ConnectError) return clientErrors[error.failure]({ address });
  if (error instanceof ConnectionLost) return clientErrors.connection_lost({ address });
  if (error instanceof FrameError) return clientErrors.foreign_server({ address });
  return undefined;
}

const exitCodes = [1, 2, 3, 4, 5] as const;

/** The error in an answer. @returns undefined unless its status is `error`. */
export function refusalIn({ status, code, exitCode, zh, en }: Header): AppError | undefined {
  if (status !== 'error') return undefined;
  const exit = exitCodes.find((one) => one === exitCode) ?? 1;
  return new AppError(textOf(code), exit, { zh: textOf(zh), en: textOf(en) });
}

const textOf = (value: unknown): string => clean(typeof value === 'string' ? value : '?', { lines: true });
