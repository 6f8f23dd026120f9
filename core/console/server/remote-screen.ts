import type { AppError } from '#core/errors.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';
import type { InputKind, StreamName } from '../wire.ts';

/**
 * The remote screen of one ConsoleRun. A run knows nothing else about its client. ConnectionScreen implements it for a
 * connection of frames; another kind of client needs another implementation.
 */
export interface RemoteScreen {
  readonly input: InputKind;
  /** The command that starts the client, for help texts. */
  readonly program: string;
  /** The error with which this screen ended the run. Undefined if it did not, or if the user left. */
  readonly refusal: AppError | undefined;
  /** Writes a line after all earlier output. Also works after `close`. */
  write(stream: StreamName, line: string): void;
  /** Opens the terminal of the run, at most once. `close` closes it. */
  openTerminal(options: RemoteTerminalOptions): Terminal;
  /** The server stops: the open prompt or the next one ends, and `refusal` is the reason. Running work is finished first. */
  stop(): void;
  /** Restores the terminal. */
  close(): void;
}

export interface RemoteTerminalOptions {
  /** Whether the run opens prompts. A terminal without input ends every prompt at once. */
  readonly mustAsk: boolean;
  /** A screen may limit the time of a prompt while no user is signed in. */
  readonly isSignedIn: () => boolean;
}
