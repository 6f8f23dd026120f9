import type { Logger } from '#lib/logger/logger.ts';
import { style } from '#lib/terminal/style.ts';
import { refusedMark } from '#lib/terminal/theme.ts';
import type { Text } from '#lib/text/text.ts';
import type { Where } from './access.ts';
import { toAppError } from './app-error.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';

/** Where an error is shown, and the log for the texts that are not shown there. Context implements it. */
export interface Viewer {
  readonly where: Where;
  readonly logger: Logger;
}

/** Replacements for sentences that name files or users of the server's machine. A remote user cannot fix them. */
const remoteTexts: ReadonlyMap<string, Text> = new Map([
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

/**
 * The error as the viewer may see it. The menu, the remote console and the server's answers call this function before
 * they turn an error into text. A text that a remote viewer must not see goes to the log.
 * @returns undefined for a bug.
 */
export function shownError(error: unknown, { where, logger }: Viewer): AppError | undefined {
  const refusal = toAppError(error);
  if (refusal === undefined || where === 'local') return refusal;
  const { code, exitCode, message } = refusal;
  const text = remoteTexts.get(code);
  if (text === undefined) return refusal;
  logger.error(`不便告诉客户端 (kept from a client) ${code}: ${message}`);
  return new AppError(code, exitCode, text);
}

/** Prints why something was refused: at a screen in red and with a mark, since the line above may be a Yes. */
export function refuse({ terminal, language }: Pick<Context, 'terminal' | 'language'>, text: Text): void {
  const { red } = style(terminal.colours);
  terminal.print(terminal.interactive ? red(`${refusedMark} ${text[language]}`) : text[language]);
}
