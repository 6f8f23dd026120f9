import { clean } from '#lib/text/clean.ts';
import type { KeyName } from './keys.ts';
import { LineEditor } from './line-editor.ts';
import { screenCharsMaxOf } from './line-limit.ts';
import { ListCursor } from './list-cursor.ts';
import type { PromptInput } from './prompt-streams.ts';
import type { Choice, Prompt, TerminalWords } from './terminal.ts';

const listKeys = ['up', 'down', 'home', 'end', 'page-up', 'page-down'] as const;

/** The keys of each kind of prompt, besides text, Enter, Esc and Ctrl-D. */
const keysOf: Readonly<Record<Prompt['kind'], readonly KeyName[]>> = {
  text: [
    ...(['backspace', 'delete', 'left', 'right', 'home', 'end', 'word-left', 'word-right'] as const),
    ...(['delete-word', 'delete-to-start', 'delete-to-end'] as const),
  ],
  secret: ['backspace', 'delete-to-start'],
  choice: [...listKeys, 'backspace'],
  search: [...listKeys, 'backspace', 'delete-to-start'],
  confirm: ['backspace', 'delete-to-start'],
};

/** Four rows of 80 columns: enough for a short answer. */
const charsMaxDefault = 320;

export interface PromptEditsOptions {
  readonly prompt: Prompt;
  readonly words: TerminalWords;
  readonly pageSize: number;
}

/** The line and the list of an open prompt, as the keys have changed them. inquirer gets the result of a burst of keys. */
export class PromptEdits {
  readonly #options: PromptEditsOptions;
  /** The line of every prompt but a list. */
  readonly #line: LineEditor;
  /** The current items of a list. */
  #choices: readonly Choice[] = [];
  #list: ListCursor | undefined;
  /** The item that is active in inquirer's drawing. */
  #shownActive = 0;

  constructor(options: PromptEditsOptions) {
    this.#options = options;
    const { prompt } = options;
    this.#line = new LineEditor(screenCharsMaxOf(prompt, charsMaxDefault));
    if (prompt.kind === 'choice') this.offer(prompt.choices, prompt);
  }

  /** The text of the line. */
  get typed(): string {
    return this.#line.text;
  }

  get list(): ListCursor | undefined {
    return this.#list;
  }

  get choices(): readonly Choice[] {
    return this.#choices;
  }

  /** The reason why Enter must not answer with what is there now; '' for none. */
  get complaint(): string {
    const { words } = this.#options;
    if (this.#line.isTooLong) return words.tooLong(this.#line.charsMax);
    return this.#list?.isWrong ? words.noSuchChoice : '';
  }

  /** Sets the items of a list. @param further the number of items of a search that are left out. */
  offer(
    choices: readonly Choice[],
    { initial, further = 0 }: { initial?: string | undefined; further?: number } = {},
  ): void {
    this.#list?.clear();
    this.#choices = choices;
    const first = choices.findIndex(({ value }) => value === initial);
    this.#shownActive = Math.max(0, first);
    this.#list = new ListCursor({
      names: choices.map(({ name }) => clean(name)),
      active: this.#shownActive,
      pageSize: this.#options.pageSize,
      further,
    });
  }

  type(text: string): void {
    const { kind } = this.#options.prompt;
    // A secret is never shown, so it is not cleaned. Only the characters that readline takes for a line end are removed.
    const shown = kind === 'secret' ? text.replace(/[\u2028\u2029]/g, '') : clean(text, { mark: '' });
    if (kind === 'choice') this.#list?.type(shown);
    else this.#line.type(shown);
  }

  press(key: KeyName): void {
    const { kind } = this.#options.prompt;
    if (!keysOf[kind].includes(key)) return;
    const isForList = kind === 'choice' || (kind === 'search' && listKeys.some((one) => one === key));
    if (isForList) this.#list?.press(key);
    else this.#line.press(key);
  }

  /** Prepares the answer, or the look at the complaint: it is below the line, which may be higher than the screen. */
  finish(): void {
    this.#line.press('end');
    this.#list?.clear();
  }

  /** Passes the line or the active item to inquirer, which draws it. */
  show(input: PromptInput): void {
    const active = this.#list?.active ?? 0;
    if (this.#options.prompt.kind === 'choice') {
      if (active !== this.#shownActive) input.jump(active);
    } else if (active !== this.#shownActive) input.move(active - this.#shownActive);
    else input.replaceLine(this.#line);
    this.#shownActive = active;
  }
}
