import type { KeyName } from './keys.ts';

const lineCharsMax = 320;

/** What stands on the line of an open prompt. inquirer has its own and keeps it to itself. */
export class TypedLine {
  text = '';

  /** @returns the part of the text that still fits, cut between characters. */
  add(text: string): string {
    let fitting = text.slice(0, Math.max(0, lineCharsMax - this.text.length));
    if (fitting.length < text.length && /[\ud800-\udbff]$/.test(fitting)) fitting = fitting.slice(0, -1);
    this.text += fitting;
    return fitting;
  }

  press(key: KeyName): void {
    if (key === 'backspace') this.text = Array.from(this.text).slice(0, -1).join('');
    if (key === 'delete-to-start') this.text = '';
  }
}
