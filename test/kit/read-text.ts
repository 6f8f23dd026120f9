import type { Readable } from 'node:stream';

/** @returns all that waits in the stream: since Node 26, one call of `read` gives one chunk. */
export function readText(stream: Readable): string {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk: Buffer | string | null = stream.read();
    if (chunk === null) return Buffer.concat(chunks).toString();
    chunks.push(Buffer.from(chunk));
  }
}
