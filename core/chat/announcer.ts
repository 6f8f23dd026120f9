import type { Context } from '#core/context.ts';

/** The number of lines that are kept until the user signs in again. */
const heldLinesMax = 100;
const retryMs = 500;

/**
 * Shows incoming lines while the user types. After the end of the session, the person at the terminal is unknown, so
 * the lines are held back until the same user has signed in again.
 */
export class Announcer {
  readonly #context: Context;
  readonly #user: string;
  readonly #held: string[] = [];
  #lost = 0;
  #cancel = (): void => {};

  constructor(context: Context) {
    this.#context = context;
    this.#user = context.session.requireLive().name;
  }

  show(line: string): void {
    this.#held.push(line);
    if (this.#held.length > heldLinesMax) {
      this.#held.shift();
      this.#lost++;
    }
    this.#flush();
  }

  close(): void {
    this.#cancel();
  }

  #flush(): void {
    this.#cancel();
    const { session, terminal, clock } = this.#context;
    if (!session.isLive() || session.user?.name !== this.#user) {
      this.#cancel = clock.after(retryMs, () => this.#flush());
      return;
    }
    if (this.#lost > 0) terminal.announce(this.#context.in(leftOut(this.#lost)));
    this.#lost = 0;
    for (const line of this.#held.splice(0)) terminal.announce(line);
  }
}

const leftOut = (count: number) => ({
  zh: `（会话结束期间更早的 ${count} 条没有保留）`,
  en: `(${count} earlier messages that arrived after the end of the session were dropped)`,
});
