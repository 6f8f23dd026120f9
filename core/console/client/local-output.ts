import type { StreamName } from '../wire.ts';

interface Piece {
  readonly stream: StreamName;
  readonly bytes: Buffer;
}

/** The maximum of output that is held back. Longer output is shown at once. */
const heldBytesMax = 1024 * 1024;

/**
 * Writes the server's output to the streams of this process, and waits while they are full. Output before the first
 * prompt is held back: if the connection is lost, the client can send the command again, and no partial answer was shown.
 */
export class LocalOutput {
  readonly #streams: Readonly<Record<StreamName, NodeJS.WritableStream>>;
  #held: Piece[] | undefined = [];
  #heldBytes = 0;

  constructor(streams: Readonly<Record<StreamName, NodeJS.WritableStream>>) {
    this.#streams = streams;
  }

  /** Whether all output so far is held back. */
  get isUntouched(): boolean {
    return this.#held !== undefined;
  }

  /** Drops the output that is held back. */
  forget(): void {
    if (this.#held === undefined) return;
    this.#held = [];
    this.#heldBytes = 0;
  }

  /** Shows the output that was held back, and all later output at once. */
  async release(): Promise<void> {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const { stream, bytes } of held) await this.#write(stream, bytes);
  }

  async write(stream: StreamName, bytes: Buffer): Promise<void> {
    if (this.#held === undefined) return this.#write(stream, bytes);
    this.#held.push({ stream, bytes });
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > heldBytesMax) await this.release();
  }

  async #write(stream: StreamName, bytes: Buffer): Promise<void> {
    const output = this.#streams[stream];
    // The reader may be gone. The launcher listens for errors of the process's streams.
    if (output.writable && !output.write(bytes)) await roomIn(output);
  }
}

const settlingEvents = ['drain', 'close', 'error'] as const;

/** Waits for room in the stream, or for its end. */
function roomIn(output: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      for (const event of settlingEvents) output.off(event, settle);
      resolve();
    };
    for (const event of settlingEvents) output.on(event, settle);
  });
}
