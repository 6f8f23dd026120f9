import { isLoopback } from '#lib/net/address.ts';
import { clean } from '#lib/text/clean.ts';
import { type StrftimeProblem, strftime } from '#lib/time/strftime.ts';

/** The most that a client with the usual `recv(1024)` reads: of a question, and of an answer. */
export const timeBytesMax = 1024;

/** The headers of IP and UDP. */
const headerBytes = 28;
const amplificationMax = 3;

/**
 * Off this machine a sender may be forged, and the answer may go to a machine that did not ask: then it is at most three times
 * as long as what came in, headers and all, as in QUIC. All sentences below are short enough.
 */
export const answerBytesMax = (questionBytes: number, sender: string): number =>
  isLoopback(sender)
    ? timeBytesMax
    : Math.min(timeBytesMax, amplificationMax * (headerBytes + questionBytes) - headerBytes);

const formatOfNothing = '%Y-%m-%d %X';

/** How an answer begins that is no time, for a program to see. */
export const badFormatMark = '格式有误 (bad format): ';

/** @param question a format in UTF-8, or nothing. @returns the time, or what is wrong with the format, on one line. */
export function timeAnswer(question: Uint8Array, date: Date, bytesMax = timeBytesMax): string {
  if (question.byteLength === 0) return timeAnswer(Buffer.from(formatOfNothing), date, bytesMax);
  const format = decoded(question);
  if (format === undefined) return `${badFormatMark}不是 UTF-8 (not UTF-8)`;
  const answer = strftime(format, date, { formatBytesMax: timeBytesMax, resultBytesMax: bytesMax });
  return 'text' in answer ? answer.text : badFormatMark + sentence(answer.problem);
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function sentence(problem: StrftimeProblem): string {
  switch (problem.reason) {
    case 'unknown_directive':
      return `没有 ${clean(problem.directive)} (no such directive)`;
    case 'lone_percent':
      return '末尾多 % (lone % at the end)';
    case 'nul_character':
      return '含 NUL (NUL in it)';
    case 'format_too_long':
      return `超过 ${problem.bytesMax} 字节 (over ${problem.bytesMax} bytes)`;
    case 'result_too_long':
      return '结果太长 (result too long)';
  }
}
