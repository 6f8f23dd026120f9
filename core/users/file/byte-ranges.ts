import type { ByteRange } from '#db/users/users.ts';
import type { IniRange } from '#lib/ini/parse.ts';

/**
 * Converts ranges of a text into ranges of its UTF-8 bytes. Pass the ranges in ascending order: the function counts
 * bytes only from the previous range on.
 */
export function byteRangesIn(text: string): (range: IniRange) => ByteRange {
  let index = 0;
  let byte = 0;
  const byteAt = (next: number): number => {
    byte += Buffer.byteLength(text.slice(index, next));
    index = next;
    return byte;
  };
  return ({ start, end }) => ({ startByte: byteAt(start), endByte: byteAt(end) });
}
