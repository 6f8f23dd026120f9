import type { Context } from '#core/context.ts';

/** For a user who has been away. */
const heldLinesMax = 100;
const lookAgainMs = 500;

/**
 * Shows what comes while the user types. Between the end of a session and the next sign-in the person at the terminal is
 * unknown: lines are held back until the same user has signed in again.
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
      this.#cancel = clock.after(lookAgainMs, () => this.#flush());
      return;
    }
    if (this.#lost > 0) terminal.announce(this.#context.in(leftOut(this.#lost)));
    this.#lost = 0;
    for (const line of this.#held.splice(0)) terminal.announce(line);
  }
}

const leftOut = (count: number) => ({
  zh: `（会话结束期间更早的 ${count} 条没有保留）`,
  en: `(${count} earlier ones that came after the session had ended were not kept)`,
});
