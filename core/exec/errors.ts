import { type AppError, defineErrors } from '#core/errors.ts';
import { didYouMean, suggest } from '#lib/text/suggest.ts';
import type { Text } from '#lib/text/text.ts';

export const execServiceErrors = defineErrors({
  not_allowed: {
    exitCode: 4,
    text: ({ name, hint, allowed }: { name: string; hint: Text; allowed: string }) => ({
      zh: `服务器没有 ${name} 这个命令${hint.zh}可以运行 ${allowed}，请选一个。`,
      en: `The server has no command ${name}${hint.en} Choose one of: ${allowed}.`,
    }),
  },
  nothing_allowed: {
    exitCode: 4,
    text: () => ({
      zh: '服务器没有可以运行的命令，请在它的 settings.ini 的 [exec] allow 中列出。',
      en: "The server has no commands to run. Add some to [exec] allow in the server's settings.ini.",
    }),
  },
  busy: {
    exitCode: 4,
    text: ({ count }: { count: number }) => ({
      zh: `服务器正在运行 ${count} 个命令，这一个排不上，请稍后再试。`,
      en: `The server is running ${count} commands already, and has no room for this one. Try again later.`,
    }),
  },
  cannot_start: {
    exitCode: 4,
    text: ({ name, reason }: { name: string; reason: string }) => ({
      zh: `服务器无法启动 ${name}（${reason}），请检查它的 settings.ini 中的路径；参数过长（E2BIG）则请缩短。`,
      en: `The server cannot start ${name} (${reason}). Check its path in the server's settings.ini; if the arguments are too long (E2BIG), shorten them.`,
    }),
  },
  time_limit: {
    exitCode: 4,
    text: ({ name, seconds }: { name: string; seconds: number }) => ({
      zh: `${name} 超过了 ${seconds} 秒的时限，已被停止。请让它少做一些，或提高服务器的 [exec] time_limit。`,
      en: `${name} took longer than ${seconds} s and was stopped. Make it do less, or raise [exec] time_limit on the server.`,
    }),
  },
  output_limit: {
    exitCode: 4,
    text: ({ name, bytes }: { name: string; bytes: number }) => ({
      zh: `${name} 的输出超过了 ${bytes} 字节的上限，已被停止。请让它少输出一些，或提高服务器的 [exec] output_limit。`,
      en: `${name} wrote more than ${bytes} bytes and was stopped. Make it write less, or raise [exec] output_limit on the server.`,
    }),
  },
});

/** Limits the list, because the sentence must fit into a header in both languages. `exec` without a name lists all. */
const listedMax = 20;

/** @returns the error for a name that is not in the list. */
export function notAllowed(name: string, allow: ReadonlyMap<string, unknown>): AppError {
  const names = [...allow.keys()];
  if (names.length === 0) return execServiceErrors.nothing_allowed();
  const hint = didYouMean(suggest(name, names), { zh: '。', en: '.' });
  const more = names.length > listedMax ? ' …' : '';
  return execServiceErrors.not_allowed({
    name,
    hint,
    allowed: `${names.slice(0, listedMax).join(', ')}${more}`,
  });
}
