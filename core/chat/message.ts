import { datagramBytesMax } from '#lib/net/datagrams.ts';
import { clean } from '#lib/text/clean.ts';

/** One message is one datagram. */
export const messageBytesMax = datagramBytesMax;
/** What simple programs read of one; they lose the rest, and may fail at half a character. */
export const messageBytesCommon = 1_024;

/** How much of a message is shown; a person types less. */
const shownCharsMax = 1_000;
const charBytesMax = 4;

export const messageBytes = (text: string): number => Buffer.byteLength(text);

/**
 * What came, fit for one line of a screen: line breaks and runs of blanks are one space, what a terminal would obey or
 * is no UTF-8 is marked, and what is too long is cut.
 */
export function shownText(data: Buffer): string {
  // Cut before it is decoded: 64 KiB of line feeds must cost no more than a short line.
  const begin = data.subarray(0, shownCharsMax * charBytesMax);
  const chars = Array.from(begin.toString('utf8').replaceAll(/\s+/g, ' ').trim());
  const shown = clean(chars.slice(0, shownCharsMax).join(''));
  return begin.length === data.length && chars.length <= shownCharsMax ? shown : `${shown}…`;
}

/** The longest beginning of a text that fits into so many bytes, cut between characters. */
export function beginningOf(text: string, bytesMax: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytesMax));
  return text.slice(0, read);
}
