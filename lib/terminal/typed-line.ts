import type { KeyName } from './keys.ts';

/** What stands on the line of an open prompt. inquirer has its own and keeps it to itself. */
export class TypedLine {
  readonly #heldMax: number;
  readonly charsMax: number;
  text = '';

  /**
   * @param charsMax the longest that is an answer.
   * @param heldMax what is longer stays on the line up to here, to be shortened by the person who typed it.
   */
  constructor(charsMax: number, heldMax: number) {
    this.charsMax = charsMax;
    this.#heldMax = heldMax;
  }

  get isTooLong(): boolean {
    return this.text.length > this.charsMax;
  }

  /** @returns the part of the text that there is room for, cut between characters. */
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
