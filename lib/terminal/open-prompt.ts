import { createPromptModule } from 'inquirer';
import { clean } from '#lib/text/clean.ts';
import { displayWidth } from '#lib/text/width.ts';
import { ChoiceNumber } from './choice-number.ts';
import { questionOf } from './inquirer-question.ts';
import { inquirerTheme } from './inquirer-theme.ts';
import type { Key, KeyName } from './keys.ts';
import type { PromptView, Size } from './layout.ts';
import { charsMaxOf, lineCharsMax } from './line-limit.ts';
import { PromptInput, PromptOutput } from './prompt-streams.ts';
import { style } from './style.ts';
import { Back, type Choice, type Prompt, type TerminalWords } from './terminal.ts';
import { TypedLine } from './typed-line.ts';

export interface OpenPromptOptions {
  readonly prompt: Prompt;
  /** Initial text of the line, as if the user had typed it. */
  readonly typed: string;
  readonly colours: boolean;
  readonly words: TerminalWords;
  readonly size: Size;
  /** Called with each new view of the prompt, and with undefined at its end. */
  readonly draw: (view: PromptView | undefined) => void;
  readonly take: () => Key | undefined;
  /** Called at Ctrl-D on an empty line. */
  readonly onEnd: () => void;
}

/** The keys of each kind of prompt, besides text, Enter, Esc and Ctrl-D. */
const keysOf: Readonly<Record<Prompt['kind'], readonly KeyName[]>> = {
  text: [
    ...(['backspace', 'delete', 'left', 'right', 'home', 'end', 'word-left', 'word-right'] as const),
    ...(['delete-word', 'delete-to-start', 'delete-to-end'] as const),
  ],
  secret: ['backspace', 'delete-to-start'],
  choice: ['up', 'down', 'backspace'],
  search: ['up', 'down', 'backspace', 'delete-to-start'],
  confirm: ['backspace', 'delete-to-start'],
};

/** Four rows of 80 columns: enough for a short answer. */
const charsMaxDefault = 320;
/**
 * On a longer line inquirer takes milliseconds per key. The prompt then yields after every key, so that other users of a
 * server do not wait for a whole burst of keys.
 */
const quickCharsMax = 1_000;

/** One question on the screen, drawn by inquirer. It leaves the screen when it is answered or closed. */
export class OpenPrompt {
  readonly answer: Promise<string>;
  readonly #options: OpenPromptOptions;
  readonly #input = new PromptInput();
  readonly #line: TypedLine;
  readonly #number: ChoiceNumber;
  readonly #abort = new AbortController();
  #complaint = '';
  /** The last view of inquirer. */
  #view: PromptView | undefined;
  /** The current items of a list. */
  #choices: readonly Choice[];
  /** True while inquirer opens or handles a key; other keys wait. */
  #deciding = true;
  #settled = false;

  constructor(options: OpenPromptOptions) {
    this.#options = options;
    this.#line = lineOf(options.prompt);
    this.#choices = options.prompt.kind === 'choice' ? options.prompt.choices : [];
    this.#number = new ChoiceNumber(this.#choices.length);
    this.answer = this.#run();
    setImmediate(() => {
      this.#type(options.typed);
      this.#ready();
    });
  }

  /** The text of the line. */
  get typed(): string {
    return this.#line.text;
  }

  /** @returns the name of an answer in the list, or the answer itself for a prompt without a list. */
  nameOf(answer: string): string {
    return this.#choices.find(({ value }) => value === answer)?.name ?? answer;
  }

  /** Closes the prompt; `answer` rejects with the reason. */
  close(reason: unknown): void {
    this.#abort.abort(reason);
  }

  /** Takes queued keys up to an Enter. Later keys are for the next prompt, unless this one refuses the answer. */
  readonly takeKeys = (): void => {
    while (!this.#deciding && !this.#settled && !this.#abort.signal.aborted) {
      const key = this.#options.take();
      if (key === undefined) return;
      if (key.name === 'return') this.#enter();
      else {
        if (key.name === 'text') this.#type(key.text);
        else this.#press(key.name);
        // A search ignores the arrow keys that arrive before its results.
        if (this.#options.prompt.kind === 'search' || this.#line.text.length > quickCharsMax) this.#wait();
      }
    }
  };

  async #run(): Promise<string> {
    const { prompt, colours, size, words } = this.#options;
    const question = questionOf(prompt, {
      colours,
      ...size,
      theme: inquirerTheme(colours, words, () => this.#tips()),
      onLine: (line) => {
        this.#line.text = line;
      },
      onFound: (choices) => {
        this.#choices = choices;
      },
      onError: (error) => this.close(error),
    });
    const ask = createPromptModule({
      input: this.#input,
      output: new PromptOutput((view) => {
        this.#view = view;
        this.#draw();
      }),
      signal: this.#abort.signal,
      clearPromptOnDone: true,
    });
    try {
      const { answer } = await ask<{ answer: string | boolean }>([question]);
      return typeof answer === 'string' ? answer : answer ? 'yes' : 'no';
    } catch (error) {
      throw this.#abort.signal.aborted ? this.#abort.signal.reason : error;
    } finally {
      this.#settled = true;
      this.#number.clear();
    }
  }

  #type(text: string): void {
    const { kind } = this.#options.prompt;
    this.#complaint = '';
    if (kind === 'choice') {
      // A list jumps to an item at every single key, so the text is passed one character at a time.
      for (const character of clean(text, { mark: '' })) {
        this.#number.type(character);
        this.#input.type(character);
      }
      return;
    }
    // A secret is never shown, so it is not cleaned. Only the characters that readline takes for a line end are removed.
    const shown = kind === 'secret' ? text.replace(/[\u2028\u2029]/g, '') : clean(text, { mark: '' });
    const fitting = this.#line.add(shown);
    if (fitting !== '') this.#input.type(fitting);
  }

  #press(key: KeyName): void {
    const { prompt, onEnd } = this.#options;
    this.#complaint = '';
    this.#number.clear();
    if (key === 'escape') this.close(new Back());
    else if (key === 'end-of-input') {
      if (this.#line.text !== '') return;
      if (prompt.kind === 'text' && prompt.endIsBack) this.close(new Back());
      else onEnd();
    } else if (keysOf[prompt.kind].includes(key)) {
      if (prompt.kind === 'search' && (key === 'up' || key === 'down')) this.#line.text = '';
      else if (prompt.kind !== 'text') this.#line.press(key); // The line of a text prompt comes from `onLine`.
      this.#input.press(key);
    }
  }

  #enter(): void {
    if (!this.#number.isOnList()) {
      this.#refuseNumber();
      return;
    }
    if (this.#line.isTooLong) {
      // The complaint is below the line, which may be higher than the screen. At its end the complaint is visible.
      this.#input.press('end');
      return;
    }
    this.#deciding = true;
    // inquirer needs one turn of the event loop to finish the text before, and one to check the answer.
    setImmediate(() => {
      if (!this.#abort.signal.aborted) this.#input.press('return');
      this.#wait();
    });
  }

  /** Keys wait until inquirer has finished this turn of the event loop. */
  #wait(): void {
    this.#deciding = true;
    setImmediate(() => this.#ready());
  }

  #ready(): void {
    this.#deciding = false;
    this.takeKeys();
  }

  #refuseNumber(): void {
    this.#number.clear();
    this.#complaint = this.#options.words.noSuchChoice;
    // Clears inquirer's line, then moves up and down, so that inquirer draws the list again. A list of one does not move.
    for (const key of ['backspace', 'up', 'down'] as const) this.#input.press(key);
  }

  #draw(): void {
    const { draw, words, colours, prompt } = this.#options;
    const view = prompt.kind === 'secret' ? cursorAtEnd(this.#view) : this.#view;
    if (view === undefined || !this.#line.isTooLong) draw(view);
    else {
      const complaint = style(colours).red(`> ${words.tooLong(this.#line.charsMax)}`);
      draw({ ...view, lines: [...view.lines, complaint] });
    }
  }

  #tips(): string {
    const { words, colours } = this.#options;
    const { dim, red } = style(colours);
    if (this.#complaint !== '') return red(`> ${this.#complaint}`);
    return dim(`↑↓ ${words.navigate} • ⏎ ${words.select} • esc ${words.back}`);
  }
}

function lineOf(prompt: Prompt): TypedLine {
  const charsMax = charsMaxOf(prompt, charsMaxDefault);
  // A search runs `find` with the line at every key, so its line must not exceed the limit.
  return new TypedLine(charsMax, 1 + (prompt.kind === 'search' ? charsMax : lineCharsMax));
}

/** Moves the cursor to the end of a mask: inquirer counts each star as wide as the character that it hides. */
function cursorAtEnd(view: PromptView | undefined): PromptView | undefined {
  if (view === undefined) return undefined;
  const { line, column } = view.cursor;
  const text = view.lines[line] ?? '';
  return { ...view, cursor: { line, column: text.endsWith('*') ? displayWidth(text) : column } };
}
