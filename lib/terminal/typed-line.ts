import type { KeyName } from './keys.ts';

/** A copy of the line of an open prompt, because inquirer does not expose its own. */
export class TypedLine {
  readonly #heldMax: number;
  readonly charsMax: number;
  text = '';

  /**
   * @param charsMax maximum length of an answer.
   * @param heldMax maximum length of the line. A line longer than `charsMax` stays, so that the user can shorten it.
   */
  constructor(charsMax: number, heldMax: number) {
    this.charsMax = charsMax;
    this.#heldMax = heldMax;
  }

  get isTooLong(): boolean {
    return this.text.length > this.charsMax;
  }

  /** Adds a text up to `heldMax`, without splitting a surrogate pair. @returns the part that was added. */
  add(text: string): string {
    let fitting = text.slice(0, Math.max(0, this.#heldMax - this.text.length));
    if (fitting.length < text.length && /[\ud800-\udbff]$/.test(fitting)) fitting = fitting.slice(0, -1);
    this.text += fitting;
    return fitting;
  }

  press(key: KeyName): void {
    if (key === 'backspace') this.text = Array.from(this.text).slice(0, -1).join('');
    if (key === 'delete-to-start') this.text = '';
  }
}
