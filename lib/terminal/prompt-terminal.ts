import type { Writable } from 'node:stream';
import { onAbort, untilAborted } from '#lib/async/abort.ts';
import { Mutex } from '#lib/async/mutex.ts';
import { clean } from '#lib/text/clean.ts';
import { busy } from './busy.ts';
import { Display } from './display.ts';
import { Keyboard, type KeyboardInput } from './keyboard.ts';
import type { Size } from './layout.ts';
import { OpenPrompt } from './open-prompt.ts';
import { style } from './style.ts';
import {
  type ExitReason,
  ExitRequested,
  type Prompt,
  type Terminal,
  type TerminalWords,
} from './terminal.ts';
import { promptTheme } from './theme.ts';

export interface PromptTerminalOptions {
  readonly input: KeyboardInput;
  readonly output: Writable & { readonly columns?: number; readonly rows?: number };
  /** The stream for warnings. Default: `output`. */
  readonly errors?: Writable;
  /** A terminal that prints to standard output, if `output` is another stream. It is closed with this one. */
  readonly results?: Terminal;
  readonly colours: boolean;
  readonly words: TerminalWords;
  /** The reason to exit when `output` is lost. Default: 'hangup', as for the window of a person. */
  readonly lostReason?: ExitReason;
  /** The size of a remote terminal. Default: the size that `output` has. */
  readonly size?: () => Size;
  /** True when `firstPrompt` is already on the screen; the first output replaces it. */
  readonly drawn?: boolean;
  /** Called at Ctrl-Z: stops the process, and calls `resume` when it continues. Default: Ctrl-Z does nothing. */
  readonly suspend?: (resume: () => void) => void;
}

export interface ScreenTerminal extends Terminal {
  /** Draws the screen again after a change of `size`. Not needed when the output emits 'resize' itself. */
  resized(): void;
  /** Gives the screen back and stops the process, as Ctrl-Z does. */
  suspend(): void;
  /** Takes the screen again after the process was stopped without notice (SIGSTOP). Ignored after `suspend`. */
  continued(): void;
}

/** @returns a terminal for a user at a screen. It owns both streams until it is closed. */
export function openPromptTerminal(options: PromptTerminalOptions): ScreenTerminal {
  return new PromptTerminal(options);
}

const maskedAnswer = '********';

/** Closes a prompt, which opens again when the process continues. */
class Suspended extends Error {}

class PromptTerminal implements ScreenTerminal {
  readonly interactive = true;
  readonly colours: boolean;
  readonly #options: PromptTerminalOptions;
  readonly #display: Display;
  readonly #keyboard: Keyboard;
  readonly #exiting = new AbortController();
  #draft = '';
  #open: OpenPrompt | undefined;
  readonly #questions = new Mutex();
  #suspended = false;
  #onActivity: () => void = () => {};
  #resumed: Promise<void> = Promise.resolve();

  constructor(options: PromptTerminalOptions) {
    const { input, output, errors, colours, drawn, size, lostReason = 'hangup' } = options;
    this.colours = colours;
    this.#options = options;
    const onBroken = () => this.requestExit(lostReason);
    this.#display = new Display({ output, errors, colours, drawn, size, wraps: true, onBroken });
    output.on('resize', this.resized);
    this.#keyboard = new Keyboard({
      input,
      onKeys: () => {
        this.#onActivity();
        this.#open?.takeKeys();
      },
      onExitRequest: (reason) => this.requestExit(reason),
      onSuspend: () => this.suspend(),
    });
  }

  get columns(): number {
    return this.#display.size.columns;
  }

  get draft(): string {
    return this.#draft;
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

  readonly resized = (): void => this.#display.resized();

  continued(): void {
    if (this.#suspended || this.#exiting.signal.aborted) return;
    // Node does not set a mode that it has set before, but the shell has changed it meanwhile.
    for (const on of [false, true]) this.#keyboard.raw(on);
    this.#display.drawAnew();
  }

  takeBack(): void {
    this.#display.takeBack();
  }

  warn(line: string): void {
    this.#display.warn(line);
  }

  ask(prompt: Prompt, signal?: AbortSignal): Promise<string> {
    // One at a time: two open prompts would both get the keys.
    return this.#questions.run(() => this.#ask(prompt, signal));
  }

  async busy<T>(
    label: string,
    work: (step: (done: number, total: number) => void) => Promise<T>,
  ): Promise<T> {
    const { signal } = this.#exiting;
    signal.throwIfAborted();
    return await busy(this.#display, this.colours, label, (step) => untilAborted(work(step), signal));
  }

  onActivity(callback: () => void): void {
    this.#onActivity = callback;
  }

  requestExit(reason: ExitReason): void {
    this.#exiting.abort(new ExitRequested(reason));
  }

  close(): void {
    this.requestExit('end');
    this.#options.output.off('resize', this.resized);
    this.#display.close();
    this.#keyboard.close();
    this.#options.results?.close();
  }

  async #ask(asked: Prompt, signal: AbortSignal | undefined): Promise<string> {
    this.#draft = '';
    let prompt = asked;
    let typed = prompt.kind === 'text' ? (prompt.initial ?? '') : '';
    for (;;) {
      await this.#resumed;
      this.#exiting.signal.throwIfAborted();
      signal?.throwIfAborted();
      try {
        return await this.#askOnce(prompt, typed, signal);
      } catch (error) {
        typed = this.#open?.typed ?? '';
        if (error instanceof Suspended) {
          const { active } = this.#open ?? {};
          if (prompt.kind === 'choice' && active !== undefined) prompt = { ...prompt, initial: active };
          continue;
        }
        if (signal?.aborted && prompt.kind === 'text') this.#draft = typed;
        throw error;
      } finally {
        this.#open = undefined;
      }
    }
  }

  async #askOnce(prompt: Prompt, typed: string, signal: AbortSignal | undefined): Promise<string> {
    const { colours, words } = this.#options;
    this.#display.hold();
    this.#display.takePastes(true);
    const open = new OpenPrompt({
      prompt,
      typed,
      colours,
      words,
      size: this.#display.size,
      draw: (view) => this.#display.draw(view),
      take: () => this.#keyboard.take(),
      onEnd: () => this.requestExit('end'),
    });
    this.#open = open;
    const close = (reason: unknown) => open.close(reason);
    const end = (reason: unknown) => {
      if (prompt.kind === 'secret') this.#keyboard.mute();
      close(reason);
    };
    const stops = [onAbort(this.#exiting.signal, close), onAbort(signal, end)];
    try {
      const answer = await open.answer;
      this.#display.answered(this.#answered(open, prompt, answer));
      return answer;
    } finally {
      for (const stop of stops) stop();
      this.#display.release();
    }
  }

  /** The line that replaces an answered prompt on the screen. */
  #answered(open: OpenPrompt, prompt: Prompt, answer: string): string {
    const theme = promptTheme(this.colours);
    const { cyan } = style(this.colours);
    const message = theme.message(clean(prompt.message, { lines: true }));
    const isDeclined = prompt.kind === 'confirm' && answer === 'no';
    const prefix = isDeclined ? theme.prefix.declined : theme.prefix.done;
    return `${prefix} ${message} ${cyan(clean(this.#shown(open, prompt, answer)))}`;
  }

  #shown(open: OpenPrompt, prompt: Prompt, answer: string): string {
    const { words } = this.#options;
    if (prompt.kind === 'secret') return maskedAnswer;
    if (prompt.kind === 'confirm') return answer === 'yes' ? words.yes : words.no;
    return open.nameOf(answer);
  }

  suspend(): void {
    const { suspend } = this.#options;
    // An exit that was requested first wins: otherwise the process would stop in the middle of it.
    if (suspend === undefined || this.#suspended || this.#exiting.signal.aborted) return;
    this.#suspended = true;
    this.#resumed = this.#stop(suspend, this.#open);
  }

  async #stop(suspend: (resume: () => void) => void, open: OpenPrompt | undefined): Promise<void> {
    open?.close(new Suspended());
    await open?.answer.catch(() => {});
    // At once: a stopped process draws nothing more, and the shell writes next.
    this.#display.draw(undefined);
    this.#display.takePastes(false);
    this.#display.write('');
    this.#keyboard.raw(false);
    await new Promise<void>(suspend);
    this.#keyboard.raw(true);
    this.#suspended = false;
  }
}
