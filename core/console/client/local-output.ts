export type StreamName = 'stdout' | 'stderr';

interface Piece {
  readonly stream: StreamName;
  readonly bytes: Buffer;
}

/** What may be held back of an answer that is not complete. */
const heldBytesMax = 1024 * 1024;

/**
 * What the server shows, written to this process's streams no faster than they take it. Until somebody is asked it is
 * held back: an answer that breaks off can then be fetched again, and nobody has seen half of it.
 */
export class LocalOutput {
  readonly #streams: Readonly<Record<StreamName, NodeJS.WritableStream>>;
  #held: Piece[] | undefined = [];
  #heldBytes = 0;

  constructor(streams: Readonly<Record<StreamName, NodeJS.WritableStream>>) {
    this.#streams = streams;
  }

  /** Nothing has been shown yet. */
  get isUntouched(): boolean {
    return this.#held !== undefined;
  }

  /** Forgets what is held back. */
  forget(): void {
    if (this.#held === undefined) return;
    this.#held = [];
    this.#heldBytes = 0;
  }

  /** Shows what is held back, and from now on everything at once. */
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
    // An error is heard by whoever watches over the process's streams: the reader has gone.
    if (output.writable && !output.write(bytes)) await roomIn(output);
  }
}

const signsOfRoom = ['drain', 'close', 'error'] as const;

/** Waits for room, or until there will never be any. */
function roomIn(output: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      for (const sign of signsOfRoom) output.off(sign, settle);
      resolve();
    };
    for (const sign of signsOfRoom) output.on(sign, settle);
  });
}
