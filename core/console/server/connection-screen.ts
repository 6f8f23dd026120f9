import { Readable, type Writable } from 'node:stream';
import type { AppError } from '#core/errors.ts';
import { terminalWords } from '#core/terminal-words.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Connection } from '#lib/net/connection.ts';
import { openLineTerminal, openResults } from '#lib/terminal/line-terminal.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';
import type { ConsoleRequest, InputKind, LastHeader, StreamName } from '../wire.ts';
import { ConsoleConnection } from './console-connection.ts';
import { KeptOutput } from './kept-output.ts';
import type { Outcome } from './outcomes.ts';
import type { RemoteScreen, RemoteTerminalOptions } from './remote-screen.ts';

export interface ConnectionScreenOptions {
  readonly connection: Connection;
  readonly request: ConsoleRequest;
  /** A child logger with the id of the connection. */
  readonly logger: Logger;
  /** The maximum time of an open prompt while no user is signed in. Below 2^31. */
  readonly idleTimeoutMs: number;
}

/**
 * The screen of a client behind a connection. Before the first prompt, output is kept, so that the outcome can be sent
 * again. From the first prompt on, output is sent as frames at once.
 */
export class ConnectionScreen implements RemoteScreen {
  readonly input: InputKind;
  readonly program = 'node bin/connect.js HOST:PORT';
  readonly #options: ConnectionScreenOptions;
  #output: KeptOutput | ConsoleConnection = new KeptOutput();
  #isStopping = false;

  constructor(options: ConnectionScreenOptions) {
    this.#options = options;
    this.input = options.request.terminal.kind;
  }

  get refusal(): AppError | undefined {
    return this.#output instanceof KeptOutput ? undefined : this.#output.refusal;
  }

  /** Whether a prompt was opened. From then on this screen receives and sends all frames, including the last one. */
  get hasAsked(): boolean {
    return this.#output instanceof ConsoleConnection;
  }

  write(stream: StreamName, line: string): void {
    this.#output[stream].write(`${line}\n`);
  }

  openTerminal({ mustAsk, isSignedIn }: RemoteTerminalOptions): Terminal {
    const kept = this.#output;
    if (!mustAsk || this.input === 'none' || kept instanceof ConsoleConnection)
      return this.#withoutInput(kept.stdout, kept.stderr);
    const asking = new ConsoleConnection({ ...this.#options, isSignedIn });
    for (const { stream, bytes } of kept.pieces) asking[stream].write(bytes);
    this.#output = asking;
    if (this.#isStopping) asking.stop();
    return asking.terminal;
  }

  stop(): void {
    this.#isStopping = true;
    if (this.#output instanceof ConsoleConnection) this.#output.stop();
  }

  close(): void {
    if (this.#output instanceof ConsoleConnection) this.#output.close();
  }

  /**
   * Ends the run. If a prompt was opened, it sends the last frame.
   * @returns the outcome, which can be sent again; undefined if a prompt was opened.
   * @throws WireError or FrameError for wrong frames; ConnectionLost.
   */
  async end(last: LastHeader & { readonly exit: number }): Promise<Outcome | undefined> {
    if (this.#output instanceof KeptOutput) return { pieces: this.#output.pieces, exit: last.exit };
    await this.#output.end(last);
    return undefined;
  }

  #withoutInput(stdout: Writable & { columns?: number }, stderr: Writable): Terminal {
    const { language, terminal } = this.#options.request;
    const { size, colours, screen } = terminal;
    // If prompts go to standard error, standard output is no terminal: it has no width and no colours.
    const isTerminal = screen === 'stdout';
    if (isTerminal && size !== undefined) stdout.columns = size.columns;
    const words = terminalWords(language);
    const results = openResults(stdout, { words, colours: isTerminal && colours });
    // The command asks nothing: what it prints besides its result is no answer.
    return openLineTerminal({ input: Readable.from([]), output: stderr, words, results });
  }
}
