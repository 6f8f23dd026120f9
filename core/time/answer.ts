import { isLoopback } from '#lib/net/address.ts';
import { clean } from '#lib/text/clean.ts';
import { type StrftimeProblem, strftime } from '#lib/time/strftime.ts';

/** The limit of a question and of an answer: clients usually read with `recv(1024)`. */
export const timeBytesMax = 1024;

/** The size of the IP and UDP headers. */
const headerBytes = 28;
const amplificationMax = 3;

/**
 * The limit of an answer. A sender on another machine may be forged, and the answer may go to a victim. So the answer is
 * at most three times as long as the question, headers included, as in QUIC (RFC 9000, 8.1). The sentences below fit.
 */
export const answerBytesMax = (questionBytes: number, sender: string): number =>
  isLoopback(sender)
    ? timeBytesMax
    : Math.min(timeBytesMax, amplificationMax * (headerBytes + questionBytes) - headerBytes);

const formatOfNothing = '%Y-%m-%d %X';

/** The prefix of an answer that is an error, for programs. */
export const badFormatMark = '格式有误 (bad format): ';

/** @param question a format in UTF-8, or empty. @returns the time, or the problem of the format, on one line. */
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
