import type { AppError } from '#core/errors.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';
import type { InputKind, StreamName } from '../wire.ts';

/**
 * The screen of one ConsoleRun, somewhere else than on this machine. It is all that a run knows of the other side:
 * ConnectionScreen is the screen behind a connection of frames, and another kind of client is another implementation.
 */
export interface RemoteScreen {
  readonly input: InputKind;
  /** The words that start the app over there, for help texts. */
  readonly program: string;
  /** Why this screen ended the run. Undefined if it did not, or if the user left. */
  readonly refusal: AppError | undefined;
  /** Writes a line behind all that was written and printed before. Works after `close`, too. */
  write(stream: StreamName, line: string): void;
  /** The terminal of the run, which takes at most one. `close` closes it. */
  openTerminal(options: RemoteTerminalOptions): Terminal;
  /** The server stops: the open prompt or the next one ends, and `refusal` says why. Running work is finished first. */
  stop(): void;
  /** Gives the terminal back as it was found. */
  close(): void;
}

export interface RemoteTerminalOptions {
  /** Whether there will be prompts. A terminal without an input ends them at once. */
  readonly mustAsk: boolean;
  /** For a screen that does not wait forever at a prompt of a user who has not signed in. */
  readonly isSignedIn: () => boolean;
}
