import { toAppError } from '#core/app-error.ts';
import { reportBug } from '#core/bug-report.ts';
import { type AppError, defineErrors } from '#core/errors.ts';
import { WireError } from '#core/net/wire-error.ts';
import { shownError } from '#core/shown-error.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Connection, Frame, Header } from '#lib/net/connection.ts';
import { BadHello, UnknownCommand, UnknownProtocol } from '#lib/net/dispatch.ts';
import { FrameError } from '#lib/net/frame-error.ts';
import { protocolVersion } from '#lib/net/hello.ts';
import { shorten } from '#lib/text/shorten.ts';

/** The errors of all services. */
export const serverErrors = defineErrors({
  unknown_service: {
    exitCode: 2,
    text: ({ command }: { command: string }) => ({
      zh: `服务器不提供 ${command}：请检查写法，或在服务器的 settings.ini 中启用它。`,
      en: `The server does not offer ${command}. Check the spelling, or enable it in the server's settings.ini.`,
    }),
  },
  bad_request: {
    exitCode: 2,
    text: ({ problem }: { problem: string }) => ({
      zh: `服务器无法识别这个请求（${problem}）：请让两边使用同一版本的程序。`,
      en: `The server does not understand the request (${problem}). Use the same version of the app on both sides.`,
    }),
  },
  unknown_protocol: {
    exitCode: 2,
    text: () => ({
      zh: `服务器只支持协议版本 ${protocolVersion}：请让两边使用同一版本的程序。`,
      en: `The server supports only version ${protocolVersion} of the protocol. Use the same version of the app on both sides.`,
    }),
  },
});

/** Encodes an AppError as the header of an answer. */
export const refusalHeader = ({ code, exitCode, text }: AppError): Header => ({
  status: 'error',
  code,
  exitCode,
  zh: shorten(text.zh, sentenceCharsMax),
  en: shorten(text.en, sentenceCharsMax),
});

/** The sentences of both languages have to fit into a header of 8 KiB. */
const sentenceCharsMax = 600;

/** The last answer to a client whose bytes are no frame. */
export const badFrame = ({ fault }: FrameError): Header =>
  refusalHeader(serverErrors.bad_request({ problem: fault }));

/** Makes the answer to an error of a handler: the sentence of an AppError, or for a bug the id of its stack in the log. */
export function answerTo(logger: Logger) {
  return (error: unknown, _request: Frame, connection: Connection): Header => {
    const refusal = shownError(toServerError(error) ?? error, { where: 'remote', logger });
    return refusal === undefined ? bugHeader(logger, error, connection) : refusalHeader(refusal);
  };
}

/** Converts an error of a handler to an AppError. @returns undefined for a bug. */
export function toServerError(error: unknown): AppError | undefined {
  if (error instanceof UnknownCommand) return serverErrors.unknown_service({ command: error.command });
  if (error instanceof UnknownProtocol) return serverErrors.unknown_protocol();
  if (error instanceof BadHello) return serverErrors.bad_request({ problem: error.message });
  if (error instanceof FrameError) return serverErrors.bad_request({ problem: error.fault });
  if (error instanceof WireError) return serverErrors.bad_request({ problem: error.field });
  return toAppError(error);
}

/** Logs a bug. @returns the answer to the client, with the id of the log line. */
export const bugHeader = (logger: Logger, error: unknown, connection: Connection): Header => ({
  status: 'error',
  code: 'bug',
  exitCode: 1,
  ...reportBug(error, { location: 'remote server', logger, connectionId: connection.id }),
});
