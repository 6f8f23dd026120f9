import { Readable, type Writable } from 'node:stream';
import { untilAborted } from '#lib/async/abort.ts';
import { Mutex } from '#lib/async/mutex.ts';
import { Display } from './display.ts';
import { listOf, readLine } from './line-answers.ts';
import { charsMaxOf } from './line-limit.ts';
import { type Line, LineReader } from './line-reader.ts';
import {
  type Choice,
  type ExitReason,
  ExitRequested,
  type Prompt,
  type Terminal,
  type TerminalWords,
} from './terminal.ts';

export interface LineTerminalOptions {
  /** A pipe or a file, not a TTY: a TTY would echo a secret while it is typed. */
  readonly input: Readable;
  readonly output: Writable & { readonly columns?: number };
  readonly errors?: Writable;
  /** A terminal that prints to standard output, if `output` is another stream. It is closed with this one. */
  readonly results?: Terminal;
  readonly words: TerminalWords;
  /** Default: false. */
  readonly colours?: boolean;
}

/** @returns a terminal that reads its answers from the lines of a pipe or a file, in order. */
export function openLineTerminal(options: LineTerminalOptions): Terminal {
  return new LineTerminal(options);
}

/** @returns a terminal that only prints. A prompt finds the end of the input. */
export function openResults(
  output: LineTerminalOptions['output'],
  options: Pick<LineTerminalOptions, 'errors' | 'words' | 'colours'>,
): Terminal {
  return openLineTerminal({ ...options, input: Readable.from([]), output });
}

const charsMaxDefault = 4_096;
/** A file or a pipe has no width, so no text is cut. */
const columnsDefault = Number.POSITIVE_INFINITY;

class LineTerminal implements Terminal {
  readonly interactive = false;
  readonly colours: boolean;
  readonly draft = '';
  readonly #options: LineTerminalOptions;
  readonly #display: Display;
  readonly #lines: LineReader;
  readonly #exiting = new AbortController();
  #isOutputLost = false;
  #isWaiting = false;
  #onActivity: () => void = () => {};
  readonly #questions = new Mutex();
  /** The line for which a prompt waits, or for which a closed prompt was waiting. */
  #coming: Promise<Line> | undefined;

  constructor(options: LineTerminalOptions) {
    const { input, output, errors, colours = false } = options;
    this.colours = colours;
    this.#options = options;
    this.#display = new Display({ output, errors, colours, onBroken: () => this.#loseOutput() });
    this.#lines = new LineReader(input);
  }

  get columns(): number {
    return this.#options.output.columns ?? columnsDefault;
  }

  get results(): Terminal {
    return this.#options.results ?? this;
  }

  print(text: string): void {
    this.#display.print(text);
  }

  announce(text: string): void {
    this.#display.announce(text);
  }

  /** The output of a script keeps all lines. */
  takeBack(): void {}

  warn(line: string): void {
    this.#display.warn(line);
  }

  ask(prompt: Prompt, signal?: AbortSignal): Promise<string> {
    return this.#questions.run(() => this.#ask(prompt, signal));
  }

  async busy<T>(
    _label: string,
    work: (step: (done: number, total: number) => void) => Promise<T>,
  ): Promise<T> {
    this.#exiting.signal.throwIfAborted();
    return await untilAborted(
      work(() => {}),
      this.#exiting.signal,
    );
  }

  onActivity(callback: () => void): void {
    this.#onActivity = callback;
  }

  requestExit(reason: ExitReason): void {
    this.#exiting.abort(new ExitRequested(reason));
  }

  close(): void {
    this.requestExit('end');
    this.#display.close();
    this.#lines.close();
    this.#options.results?.close();
  }

  async #ask(prompt: Prompt, signal: AbortSignal | undefined): Promise<string> {
    let offered: readonly Choice[] = prompt.kind === 'choice' ? prompt.choices : [];
    const charsMax = charsMaxOf(prompt, charsMaxDefault);
    for (let asked = false; ; asked = true) {
      this.#exitIfUnread();
      this.#exiting.signal.throwIfAborted();
      signal?.throwIfAborted();
      if (!asked) this.#show(prompt.message, offered);
      const line = await this.#line(signal);
      if (line.kind === 'too long' || line.text.length > charsMax) {
        this.print(this.#options.words.tooLong(charsMax));
        if (prompt.kind === 'text') prompt.onTooLong?.();
        continue;
      }
      const reading = readLine(prompt, line.text, offered, this.#options.words);
      if ('answer' in reading) return reading.answer;
      if ('complaint' in reading) this.print(reading.complaint);
      else {
        offered = reading.choices;
        this.#show(prompt.message, offered);
      }
    }
  }

  /** Work goes on without an output: its effect does not depend on a reader. Only the next question ends the script. */
  #loseOutput(): void {
    this.#isOutputLost = true;
    if (this.#isWaiting) this.#exitIfUnread();
  }

  #exitIfUnread(): void {
    if (this.#isOutputLost && !this.#lines.isAtEnd) this.requestExit('unread');
  }

  #show(message: string, choices: readonly Choice[]): void {
    this.print(choices.length === 0 ? message : `${message}\n${listOf(choices)}`);
  }

  /** A line that arrives after its prompt has closed is kept for the next prompt. */
  async #line(signal: AbortSignal | undefined): Promise<Exclude<Line, { kind: 'end' }>> {
    this.#coming ??= this.#lines.next();
    this.#isWaiting = true;
    const line = await untilAborted(this.#coming, this.#exiting.signal, signal).finally(() => {
      this.#isWaiting = false;
    });
    this.#coming = undefined;
    this.#onActivity();
    if (line.kind !== 'end') return line;
    this.requestExit('end');
    throw this.#exiting.signal.reason;
  }
}
