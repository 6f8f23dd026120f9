import { datagramBytesMax } from '#lib/net/datagrams.ts';
import { clean } from '#lib/text/clean.ts';

/** The maximum of a datagram: a message is one datagram. */
export const messageBytesMax = datagramBytesMax;
/** The usual `recv(1024)` of simple programs. They lose the rest and may fail at a split character. */
export const messageBytesCommon = 1_024;

/** The maximum of a shown message, in characters. A person types less. */
const shownCharsMax = 1_000;
const charBytesMax = 4;

export const messageBytes = (text: string): number => Buffer.byteLength(text);

/**
 * Converts a received message to one line for the screen. Line breaks and runs of blanks become one space, control
 * characters and invalid UTF-8 become U+FFFD, and a long message is cut.
 */
export function shownText(data: Buffer): string {
  // The data is cut before it is decoded, so that 64 KiB of line feeds cost no more than a short line.
  const begin = data.subarray(0, shownCharsMax * charBytesMax);
  const chars = Array.from(begin.toString('utf8').replaceAll(/\s+/g, ' ').trim());
  const shown = clean(chars.slice(0, shownCharsMax).join(''));
  return begin.length === data.length && chars.length <= shownCharsMax ? shown : `${shown}…`;
}

/** @returns the longest beginning of a text that fits into `bytesMax` bytes of UTF-8, cut between characters. */
export function beginningOf(text: string, bytesMax: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytesMax));
  return text.slice(0, read);
}
