import { ExitRequested } from '#lib/terminal/terminal.ts';
import type { Text } from '#lib/text/text.ts';
import { errors } from './errors.ts';

/** The codes of a write to a pipe or a socket whose reader is gone, as in `| head -1`. */
const unreadCodes = ['EPIPE', 'ECONNRESET'];

/**
 * @param error the error of a write to standard output.
 * @returns what ends the work that needs this output: nothing reads it any more, or the disk behind it has failed.
 */
export function toOutputError(error: unknown): Error {
  const { code = 'EIO' } = error as NodeJS.ErrnoException;
  return unreadCodes.includes(code)
    ? new ExitRequested('unread')
    : errors.output_lost({ reason: reasons[code] ?? { zh: code, en: code } });
}

const reasons: Readonly<Record<string, Text>> = {
  ENOSPC: { zh: '磁盘满了', en: 'the disk is full' },
  EDQUOT: { zh: '磁盘配额用完了', en: 'the disk quota is used up' },
};
