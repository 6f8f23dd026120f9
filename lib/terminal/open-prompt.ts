import { createPromptModule } from 'inquirer';
import { displayWidth } from '#lib/text/width.ts';
import { pageSizeIn, questionOf } from './inquirer-question.ts';
import { inquirerTheme } from './inquirer-theme.ts';
import type { Key } from './keys.ts';
import type { PromptView, Size } from './layout.ts';
import { listTips } from './list-tips.ts';
import { PromptEdits } from './prompt-edits.ts';
import { PromptInput, PromptOutput } from './prompt-streams.ts';
import { style } from './style.ts';
import { Back, type Prompt, type TerminalWords } from './terminal.ts';

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

/**
 * The number of keys that change the prompt before inquirer gets the result. inquirer needs a millisecond for each change,
 * and the prompt then yields, so that other users of a server do not wait for a whole burst of keys.
 */
const keysPerTurn = 256;

/** One question on the screen, drawn by inquirer. It leaves the screen when it is answered or closed. */
export class OpenPrompt {
  readonly answer: Promise<string>;
  readonly #options: OpenPromptOptions;
  readonly #input = new PromptInput();
  readonly #edits: PromptEdits;
  readonly #abort = new AbortController();
  #complaint = '';
  /** The last view of inquirer. */
  #view: PromptView | undefined;
  /** True while inquirer opens or handles a key; other keys wait. */
  #deciding = true;
  #settled = false;

  constructor(options: OpenPromptOptions) {
    this.#options = options;
    const { prompt, words, size } = options;
    this.#edits = new PromptEdits({ prompt, words, pageSize: pageSizeIn(size.rows) });
    this.answer = this.#run();
    setImmediate(() => {
      if (options.typed !== '') {
        this.#edits.type(options.typed);
        this.#show();
      }
      this.#ready();
    });
  }

  /** The text of the line. */
  get typed(): string {
    return this.#edits.typed;
  }

  /** The value of the active item of a list. */
  get active(): string | undefined {
    const { list, choices } = this.#edits;
    return choices[list?.active ?? -1]?.value;
  }

  /** @returns the name of an answer in the list, or the answer itself for a prompt without a list. */
  nameOf(answer: string): string {
    return this.#edits.choices.find(({ value }) => value === answer)?.name ?? answer;
  }

  /** Closes the prompt; `answer` rejects with the reason. */
  close(reason: unknown): void {
    this.#abort.abort(reason);
  }

  /** Takes queued keys up to an Enter. Later keys are for the next prompt, unless this one refuses the answer. */
  readonly takeKeys = (): void => {
    if (this.#deciding) return;
    // The results of a search come later, and its next keys are for them.
    const countMax = this.#options.prompt.kind === 'search' ? 1 : keysPerTurn;
    let isEnter = false;
    let count = 0;
    while (!isEnter && !this.#isOver && count < countMax) {
      const key = this.#options.take();
      if (key === undefined) break;
      count++;
      isEnter = this.#press(key);
    }
    if (count === 0 || this.#isOver) return;
    this.#show();
    if (isEnter) this.#enter();
    else this.#wait();
  };

  get #isOver(): boolean {
    return this.#settled || this.#abort.signal.aborted;
  }

  async #run(): Promise<string> {
    const { prompt, colours, size, words } = this.#options;
    const question = questionOf(prompt, {
      colours,
      ...size,
      theme: inquirerTheme(colours, words),
      onFound: (choices, further) => this.#edits.offer(choices, { further }),
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
      this.#edits.finish();
    }
  }

  /** Changes the line or the list. @returns whether the key is an Enter. */
  #press(key: Key): boolean {
    const { prompt, words } = this.#options;
    const isRefused = key.isPasted === true && prompt.kind === 'confirm';
    this.#complaint = isRefused ? words.pasted : '';
    if (isRefused) return false;
    if (key.name === 'return') return true;
    if (key.name === 'text') this.#edits.type(key.text);
    else if (key.name === 'escape') this.close(new Back());
    else if (key.name === 'end-of-input') this.#endInput();
    else this.#edits.press(key.name);
    return false;
  }

  #endInput(): void {
    const { prompt, onEnd } = this.#options;
    if (this.typed !== '') return;
    if (prompt.kind === 'text' && prompt.endIsBack) this.close(new Back());
    else onEnd();
  }

  /** Passes the result of a burst of keys to inquirer. */
  #show(): void {
    this.#edits.show(this.#input);
    this.#draw();
  }

  #enter(): void {
    this.#complaint = this.#edits.complaint;
    this.#edits.finish();
    if (this.#complaint !== '') {
      this.#show();
      this.#wait();
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

  #draw(): void {
    const { draw, prompt } = this.#options;
    const view = prompt.kind === 'secret' ? cursorAtEnd(this.#view) : this.#view;
    draw(view && { ...view, lines: [...view.lines, ...this.#below(view)] });
  }

  /** The lines below the drawing of inquirer: the complaint, or the keys of a list. */
  #below(view: PromptView): readonly string[] {
    const { prompt, words, colours } = this.#options;
    const { dim, red } = style(colours);
    const { complaint, list } = this.#edits;
    const wrong = complaint === '' ? this.#complaint : complaint;
    const lines = wrong === '' ? [] : [red(`> ${wrong}`)];
    if (list === undefined) return lines;
    if (lines.length > 0) return ['', ...lines];
    return ['', dim(listTips(view.lines.slice(prompt.message.split('\n').length), list, words))];
  }
}

/** Moves the cursor to the end of a mask: inquirer counts each star as wide as the character that it hides. */
function cursorAtEnd(view: PromptView | undefined): PromptView | undefined {
  if (view === undefined) return undefined;
  const { line, column } = view.cursor;
  const text = view.lines[line] ?? '';
  return { ...view, cursor: { line, column: text.endsWith('*') ? displayWidth(text) : column } };
}
