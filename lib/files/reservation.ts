/** An upload whose bytes come more slowly on average does not keep the space of its missing bytes from others. */
const slowBytesPerMs = 64;

/**
 * The claim of an upload on a quota. A held one counts with its final size, any other with the bytes that have arrived:
 * an offer alone costs its sender nothing, so it must not keep others from the space.
 */
export class Reservation {
  readonly name: string;
  readonly totalBytes: number;
  /** The bytes on the disk, those of an earlier try included. */
  receivedBytes: number;
  #held: { readonly sinceMs: number; readonly bytes: number } | undefined;

  constructor(name: string, totalBytes: number, receivedBytes = 0) {
    this.name = name;
    this.totalBytes = totalBytes;
    this.receivedBytes = receivedBytes;
  }

  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  hold(nowMs: number): void {
    this.#held = { sinceMs: nowMs, bytes: this.receivedBytes };
  }

  unhold(): void {
    this.#held = undefined;
  }

  isSlow(nowMs: number): boolean {
    if (this.#held === undefined) return false;
    const { sinceMs, bytes } = this.#held;
    return this.receivedBytes - bytes < (nowMs - sinceMs) * slowBytesPerMs;
  }
}
