import { graphemeAfter, graphemeBefore } from './graphemes.ts';
import type { KeyName } from './keys.ts';
import { excessCharsMax } from './line-limit.ts';

/** The line of an open prompt. Its keys cost little, so inquirer gets only the line that a burst of keys has made. */
export class LineEditor {
  readonly charsMax: number;
  #text = '';
  #cursor = 0;

  /** @param charsMax maximum length of an answer, in UTF-16 units. */
  constructor(charsMax: number) {
    this.charsMax = charsMax;
  }

  get text(): string {
    return this.#text;
  }

  /** The index of the cursor in the text. */
  get cursor(): number {
    return this.#cursor;
  }

  get isTooLong(): boolean {
    return this.#text.length > this.charsMax;
  }

  /** Inserts a text at the cursor, as far as there is room, without splitting a surrogate pair. */
  type(text: string): void {
    const room = Math.max(0, this.charsMax + excessCharsMax - this.#text.length);
    let fitting = text.slice(0, room);
    if (fitting.length < text.length && /[\ud800-\udbff]$/.test(fitting)) fitting = fitting.slice(0, -1);
    this.#replace(this.#cursor, this.#cursor, fitting);
  }

  press(key: KeyName): void {
    const [text, cursor] = [this.#text, this.#cursor];
    if (key === 'home') this.#cursor = 0;
    else if (key === 'end') this.#cursor = text.length;
    else if (key === 'left') this.#cursor = graphemeBefore(text, cursor);
    else if (key === 'right') this.#cursor = graphemeAfter(text, cursor);
    else if (key === 'word-left') this.#cursor = wordBefore(text, cursor);
    else if (key === 'word-right') this.#cursor = wordAfter(text, cursor);
    else if (key === 'backspace') this.#replace(graphemeBefore(text, cursor), cursor);
    else if (key === 'delete') this.#replace(cursor, graphemeAfter(text, cursor));
    else if (key === 'delete-word') this.#replace(wordBefore(text, cursor), cursor);
    else if (key === 'delete-to-start') this.#replace(0, cursor);
    else if (key === 'delete-to-end') this.#replace(cursor, text.length);
  }

  #replace(from: number, to: number, by = ''): void {
    this.#text = this.#text.slice(0, from) + by + this.#text.slice(to);
    this.#cursor = from + by.length;
  }
}

const isSpace = (character: string | undefined) => character !== undefined && /\s/.test(character);
const isWord = (character: string | undefined) => character !== undefined && /\w/.test(character);

/** @returns the start of the word, or of the run of other characters, before `index` and the spaces behind it. */
function wordBefore(text: string, index: number): number {
  let at = index;
  while (isSpace(text[at - 1])) at--;
  const isInWord = isWord(text[at - 1]);
  while (at > 0 && !isSpace(text[at - 1]) && isWord(text[at - 1]) === isInWord) at--;
  return at;
}

/** @returns the start of the next word, or of the next run of other characters, after `index`. */
function wordAfter(text: string, index: number): number {
  let at = index;
  const isInWord = isWord(text[at]);
  while (at < text.length && !isSpace(text[at]) && isWord(text[at]) === isInWord) at++;
  while (isSpace(text[at])) at++;
  return at;
}
