import type { Clock } from '#lib/clock.ts';

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  #nowMs: number;
  #setMs = 0;
  readonly #calls = new Set<{ atMs: number; callback: () => void }>();

  constructor(nowMs = Date.UTC(2026, 10, 22, 8, 0, 0)) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs + this.#setMs;
  }

  uptimeMs(): number {
    return this.#nowMs;
  }

  /** Sets the wall clock: no time passes. */
  set(byMs: number): void {
    this.#setMs += byMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const call = { atMs: this.#nowMs + delayMs, callback };
    this.#calls.add(call);
    return () => this.#calls.delete(call);
  }

  /** Runs the callbacks that are due on the way, in order. */
  move(byMs: number): void {
    const untilMs = this.#nowMs + byMs;
    for (;;) {
      const due = [...this.#calls].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.#calls.delete(due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.callback();
    }
    this.#nowMs = untilMs;
  }
}
