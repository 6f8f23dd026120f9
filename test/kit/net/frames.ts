import { FrameDecoder } from '#lib/net/frame-decoder.ts';

/** The course's format, put together as its own programs do: `struct.pack('i', n)`, JSON, body. */
export function frameOf(header: string | object, body: string | Uint8Array = ''): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  return Buffer.concat([lengthOf(text.length), text, Buffer.from(body)]);
}

export function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(length);
  return bytes;
}

export interface Frame {
  readonly header: Record<string, unknown>;
  readonly body: string;
}

/** Decodes chunks as a connection does. @returns the frames that are complete. @throws FrameError */
export function decodeAll(chunks: Iterable<Buffer>, decoder = new FrameDecoder()): Frame[] {
  const frames: Frame[] = [];
  let current: { header: Record<string, unknown>; body: Buffer[] } | undefined;
  for (const chunk of chunks) {
    decoder.feed(chunk);
    for (;;) {
      if (current === undefined) {
        const start = decoder.nextFrame();
        if (start === undefined) break;
        current = { header: start.header, body: [] };
      }
      const slice = decoder.takeBody();
      if (slice !== undefined) current.body.push(slice);
      if (decoder.bodyLeft > 0) break;
      frames.push({ header: current.header, body: Buffer.concat(current.body).toString('latin1') });
      current = undefined;
    }
  }
  return frames;
}
