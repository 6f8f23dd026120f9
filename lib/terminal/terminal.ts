/** The interface between a command and its user: at a screen, as a script on a pipe, or at a remote console. */

export interface Choice {
  readonly value: string;
  readonly name: string;
  /** Shown dimmed after the name, in a column of its own. Leading spaces align it within the column. */
  readonly hint?: string;
}

/** @returns the complaint to show under the line (the prompt stays open), or undefined for a valid answer. */
export type Check = (answer: string) => string | undefined;

export type Prompt =
  | {
      readonly kind: 'text';
      readonly message: string;
      readonly initial?: string;
      readonly check?: Check;
      /**
       * Maximum length of an answer in UTF-16 units, at most 4,096 at a screen and 65,536 from a script. Default: 320 at a
       * screen, 4,096 from a script. For a longer line the terminal names the limit. At a screen the line stays, so that
       * the user can shorten it.
       */
      readonly charsMax?: number;
      /** Called for each line of a script that is too long. The next line is the answer. */
      readonly onTooLong?: () => void;
      /** Ctrl-D leaves this prompt, as Esc does, and not the app. */
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
      /** `term` is '' for all choices. */
      readonly find: (term: string) => readonly Choice[];
    }
  | { readonly kind: 'confirm'; readonly message: string; readonly initial: boolean };

export interface Terminal {
  readonly interactive: boolean;
  readonly colours: boolean;
  /** The current width in columns. It changes when the window is resized. */
  readonly columns: number;
  /**
   * The text of the last text prompt if its signal closed it, for the `initial` of a later prompt. Otherwise empty, and
   * also for every other kind of prompt: a secret is never kept.
   */
  readonly draft: string;
  /** Prints results: standard output, also if this terminal asks on another stream. Otherwise the terminal itself. */
  readonly results: Terminal;
  /** Writes one or more lines, with a line end added. It keeps colours and replaces all other control characters. */
  print(text: string): void;
  /** Like `print`, but immediately, even while a prompt is open: above the prompt, whose typed text stays. */
  announce(text: string): void;
  /**
   * Removes the last answer from the screen, if nothing was printed since: the user went back to its question, so the
   * answer does not count any more.
   */
  takeBack(): void;
  /** Writes one line to the error stream. While a prompt is open, the line waits until the prompt closes. */
  warn(line: string): void;
  /**
   * Asks one question at a time; a second call waits for the first one.
   * @returns the text, the value of the choice, or 'yes' | 'no'.
   * @throws Back at Esc, ExitRequested when the program must end, or `signal.reason`.
   */
  ask(prompt: Prompt, signal?: AbortSignal): Promise<string>;
  /**
   * Runs `work`. After 500 ms it shows a spinner, or a bar once `step` was called.
   * @throws ExitRequested when the program must end (`work` itself is not stopped), and what `work` throws.
   */
  busy<T>(label: string, work: (step: (done: number, total: number) => void) => Promise<T>): Promise<T>;
  /** Calls `callback` at every input: a key or a line. */
  onActivity(callback: () => void): void;
  /** Closes the open prompt and every later one with ExitRequested. Only the first call has an effect. */
  requestExit(reason: ExitReason): void;
  /** Restores the terminal: raw mode off, cursor shown. */
  close(): void;
}

/** `hangup`: the terminal was closed. `unread`: nothing reads the output of a script any more. */
export type ExitReason = 'interrupt' | 'quit' | 'end' | 'hangup' | 'terminate' | 'unread';

/** The user has left, the connection is lost, or the process must end. */
export class ExitRequested extends Error {
  override readonly name = 'ExitRequested';
  readonly reason: ExitReason;

  constructor(reason: ExitReason) {
    super(`exit requested: ${reason}`);
    this.reason = reason;
  }
}

/** The user has pressed Esc, to go back one level. */
export class Back extends Error {
  override readonly name = 'Back';
}

/** The texts that a terminal shows by itself, in the language of the user. */
export interface TerminalWords {
  readonly yes: string;
  readonly no: string;
  /** Tips for keys under a list. */
  readonly navigate: string;
  readonly select: string;
  readonly back: string;
  /** Says how many items of a list are hidden above and below its page; at least one number is not 0. */
  readonly hidden: (above: number, below: number) => string;
  /** Says how many items a search has left out. */
  readonly further: (count: number) => string;
  /** Complaints about an answer. */
  readonly yesOrNo: string;
  readonly noMatch: string;
  readonly noSuchChoice: string;
  /** A pasted text must not confirm anything. */
  readonly pasted: string;
  readonly tooLong: (charsMax: number) => string;
}
