/** What a command sees of the person in front of it: a screen, a script on a pipe, or a remote console. */

export interface Choice {
  readonly value: string;
  readonly name: string;
  /** Shown dimmed behind the name, in a column of its own; spaces before it line it up there. */
  readonly hint?: string;
}

/** Returns the complaint to show under the line (the prompt stays open), or undefined if the answer will do. */
export type Check = (answer: string) => string | undefined;

export type Prompt =
  | {
      readonly kind: 'text';
      readonly message: string;
      readonly initial?: string;
      readonly check?: Check;
      /**
       * The longest line that is taken, in UTF-16 units, up to 65,536; left out, 320 from a person and 4,096 from a
       * script. A longer one is never an answer: the limit is named, and a person's line stays to be shortened.
       */
      readonly charsMax?: number;
      /** Told of each line of a script that is too long. The next line is the answer. */
      readonly onTooLong?: () => void;
      /** Ctrl-D leaves this prompt only, as Esc does, and not the app. */
      readonly endIsBack?: true;
    }
  | { readonly kind: 'secret'; readonly message: string; readonly check?: Check }
  | {
      readonly kind: 'choice';
      readonly message: string;
      readonly choices: readonly Choice[];
      readonly initial?: string;
    }
  | {
      readonly kind: 'search';
      readonly message: string;
      /** Called with '' for everything. */
      readonly find: (term: string) => readonly Choice[];
    }
  | { readonly kind: 'confirm'; readonly message: string; readonly initial: boolean };

export interface Terminal {
  readonly interactive: boolean;
  readonly colours: boolean;
  /** The current width in columns; it follows a window that is resized. */
  readonly columns: number;
  /**
   * What stood in the last text prompt when its signal closed it, to offer again as `initial`. Empty in every
   * other case, and for every other kind of prompt: a secret is never kept.
   */
  readonly draft: string;
  /** Writes one or more lines, with a line end added. Only colours pass; every other control is made harmless. */
  print(text: string): void;
  /** Like `print`, but at once, also while a prompt is open: above it, and what is being typed stays as it is. */
  announce(text: string): void;
  /** Writes one line for the error stream. Held back while a prompt is open, shown when it closes. */
  warn(line: string): void;
  /**
   * Asks, and waits for the answer: the text, the value of the choice, or 'yes' | 'no'.
   * Rejects with Back (Esc), ExitRequested (the program is to end), or `signal.reason`. Asked twice at once, the second waits.
   */
  ask(prompt: Prompt, signal?: AbortSignal): Promise<string>;
  /**
   * Runs `work` under a spinner, or a bar once `step` was called, shown when it takes over 500 ms.
   * Rejects with ExitRequested when the program is to end; the work itself is not stopped.
   */
  busy<T>(label: string, work: (step: (done: number, total: number) => void) => Promise<T>): Promise<T>;
  /** Calls back at every sign of life: a key, a line. */
  onActivity(callback: () => void): void;
  /** Closes the open prompt, and any later one, with ExitRequested. The first reason counts. */
  leave(reason: ExitReason): void;
  /** Gives the terminal back as it was found: raw mode off, cursor shown. */
  close(): void;
}

export type ExitReason = 'interrupt' | 'end' | 'hangup' | 'terminate';

/** The person left, or was cut off. */
export class ExitRequested extends Error {
  override readonly name = 'ExitRequested';
  readonly reason: ExitReason;

  constructor(reason: ExitReason) {
    super(`exit requested: ${reason}`);
    this.reason = reason;
  }
}

/** The person pressed Esc: one level back. */
export class Back extends Error {
  override readonly name = 'Back';
}

/** The words a terminal says by itself, in the language of the person. */
export interface TerminalWords {
  readonly yes: string;
  readonly no: string;
  /** Key tips under a list. */
  readonly navigate: string;
  readonly select: string;
  readonly back: string;
  /** Complaints. */
  readonly yesOrNo: string;
  readonly noMatch: string;
  readonly noSuchChoice: string;
  readonly tooLong: (charsMax: number) => string;
}
