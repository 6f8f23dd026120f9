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
  /** Stands on the line from the start, as if typed. */
  readonly typed: string;
  readonly colours: boolean;
  readonly words: TerminalWords;
  readonly size: Size;
  /** Told what the prompt shows, undefined once it is done. */
  readonly draw: (view: PromptView | undefined) => void;
  readonly take: () => Key | undefined;
  /** Ctrl-D on an empty line. */
  readonly onEnd: () => void;
}

/** The keys each kind of prompt listens to, besides text, Enter, Esc and Ctrl-D. */
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

/** Four rows on a common terminal: enough for an answer that is no letter. */
const charsMaxDefault = 320;
/** inquirer takes milliseconds for a key on a longer line; others must not wait for all the keys that came at once. */
const quickCharsMax = 1_000;

/** One question on the screen, drawn by inquirer. Gone from the screen when it is answered or closed. */
export class OpenPrompt {
  readonly answer: Promise<string>;
  readonly #options: OpenPromptOptions;
  readonly #input = new PromptInput();
  readonly #line: TypedLine;
  readonly #number: ChoiceNumber;
  readonly #abort = new AbortController();
  #complaint = '';
  /** What inquirer shows. */
  #view: PromptView | undefined;
  /** What a list shows at the moment. */
  #choices: readonly Choice[];
  /** Keys wait while inquirer opens, or decides about an Enter. */
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

  /** What has been typed so far. */
  get typed(): string {
    return this.#line.text;
  }

  /** @returns how the list calls an answer; the answer itself where there is no list. */
  nameOf(answer: string): string {
    return this.#choices.find(({ value }) => value === answer)?.name ?? answer;
  }

  /** Closes the prompt; `answer` rejects with the reason. */
  close(reason: unknown): void {
    this.#abort.abort(reason);
  }

  /** Takes typed keys up to an Enter: what follows belongs to the next prompt, unless this one refuses the answer. */
  readonly takeKeys = (): void => {
    while (!this.#deciding && !this.#settled && !this.#abort.signal.aborted) {
      const key = this.#options.take();
      if (key === undefined) return;
      if (key.name === 'return') this.#enter();
      else {
        if (key.name === 'text') this.#type(key.text);
        else this.#press(key.name);
        // A search loses the arrows that come before it has found something.
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
      // A list jumps at every single key.
      for (const character of clean(text, { mark: '' })) {
        this.#number.type(character);
        this.#input.type(character);
      }
      return;
    }
    // A secret is never shown, so it stays as it is, but for what readline takes for the end of the line.
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
      else if (prompt.kind !== 'text') this.#line.press(key); // There `onLine` says it, cursor and all.
      this.#input.press(key);
    }
  }

  #enter(): void {
    if (!this.#number.isOnList()) {
      this.#refuseNumber();
      return;
    }
    if (this.#line.isTooLong) {
      // The complaint is below the line, which may be longer than the screen is high.
      this.#input.press('end');
      return;
    }
    this.#deciding = true;
    // One turn of the event loop for inquirer to finish with the text before, one to decide about the answer.
    setImmediate(() => {
      if (!this.#abort.signal.aborted) this.#input.press('return');
      this.#wait();
    });
  }

  /** Keys wait until inquirer has done what it does in this turn of the event loop. */
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
    // Empties inquirer's line, and moves there and back to have the list drawn again (a list of one stays as it is).
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
  // A search looks for what stands there, at every key.
  return new TypedLine(charsMax, 1 + (prompt.kind === 'search' ? charsMax : lineCharsMax));
}

/** Of a mask, whose stars inquirer takes to be as wide as what they stand for. */
function cursorAtEnd(view: PromptView | undefined): PromptView | undefined {
  if (view === undefined) return undefined;
  const { line, column } = view.cursor;
  const text = view.lines[line] ?? '';
  return { ...view, cursor: { line, column: text.endsWith('*') ? displayWidth(text) : column } };
}
