import { AppError } from '#core/errors.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Text } from '#lib/text/text.ts';

/** Refusals that name the server's files and other users, and that a client can do nothing about. */
const ownTroubles: ReadonlyMap<string, Text> = new Map([
  [
    'configuration',
    {
      zh: '服务器的配置有误，细节在它的日志里，请在管理员改正后重试。',
      en: "The server's configuration is wrong; its log has the details. Try again when its operator has corrected it.",
    },
  ],
  [
    'database',
    {
      zh: '服务器的数据库现在不能用，细节在它的日志里，请稍后重试，或联系管理员。',
      en: "The server's database cannot be used now; its log has the details. Try again later, or ask its operator.",
    },
  ],
]);

/** A refusal as a client at the other end of a connection gets to see it. What is kept from it is logged. */
export function remoteRefusal(refusal: AppError, logger: Logger): AppError {
  const { code, exitCode, message } = refusal;
  const text = ownTroubles.get(code);
  if (text === undefined) return refusal;
  logger.error(`不便告诉客户端 (kept from a client) ${code}: ${message}`);
  return new AppError(code, exitCode, text);
}
