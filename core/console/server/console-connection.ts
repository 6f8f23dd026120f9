import { setImmediate as immediate } from 'node:timers/promises';
import type { AppError } from '#core/errors.ts';
import { terminalWords } from '#core/terminal-words.ts';
import { onAbort } from '#lib/async/abort.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Connection, Frame } from '#lib/net/connection.ts';
import { openLineTerminal, openResults } from '#lib/terminal/line-terminal.ts';
import { openPromptTerminal, type ScreenTerminal } from '#lib/terminal/prompt-terminal.ts';
import type { ExitReason, Terminal } from '#lib/terminal/terminal.ts';
import { type ConsoleRequest, type LastHeader, parseClientHeader, type Size } from '../wire.ts';
import { consoleErrors } from './errors.ts';
import { FrameInput } from './frame-input.ts';
import { FrameOutput, type Output } from './frame-output.ts';
import { InterruptibleTerminal } from './interruptible-terminal.ts';

/** The client's time to close its side after the last frame. */
const closeTimeoutMs = 10_000;

export interface ConsoleConnectionOptions {
  readonly connection: Connection;
  readonly request: ConsoleRequest;
  /** A child logger with the id of the connection. */
  readonly logger: Logger;
  /** The maximum time of an open prompt while no user is signed in. */
  readonly idleTimeoutMs: number;
  readonly isSignedIn: () => boolean;
}

/**
 * A connection from its first prompt on: a terminal whose output and input are frames. It receives and sends all frames
 * of the connection, including the last one.
 */
export class ConsoleConnection implements Output {
  readonly terminal: InterruptibleTerminal;
  /** The error with which the server ended the console. Undefined if it did not. */
  refusal: AppError | undefined;
  readonly #connection: Connection;
  readonly #request: ConsoleRequest;
  readonly #logger: Logger;
  readonly #isSignedIn: () => boolean;
  readonly #idleTimer: NodeJS.Timeout;
  readonly #input = new FrameInput();
  readonly #output: FrameOutput;
  readonly #stopListening: () => void;
  /** Settles when the client has sent its last frame. */
  readonly #received: Promise<void>;
  /** A bad frame, or the end of the connection in the middle of one. */
  #failure: unknown;
  #size: Size | undefined;
  /** The terminal of a user at a screen. */
  #screen: ScreenTerminal | undefined;
  /** Continues the prompt of a client whose process is stopped (Ctrl-Z). */
  #suspended: (() => void) | undefined;

  constructor({ connection, request, logger, idleTimeoutMs, isSignedIn }: ConsoleConnectionOptions) {
    this.#connection = connection;
    this.#request = request;
    this.#logger = logger;
    this.#isSignedIn = isSignedIn;
    this.#size = request.terminal.size;
    this.#output = new FrameOutput(connection, () => this.#cutOff());
    const inner = request.terminal.kind === 'keys' ? this.#openPrompts() : this.#openScript();
    this.terminal = new InterruptibleTerminal(inner);
    // `receive` would report the end only after all earlier frames, which wait for room in the input.
    this.#stopListening = onAbort(connection.signal, () => this.#requestExit('hangup'));
    this.#idleTimer = setTimeout(() => this.#endIfIdle(), idleTimeoutMs);
    this.terminal.onActivity(() => this.#idleTimer.refresh());
    this.#output.send({ input: true });
    this.#received = this.#receive();
  }

  get stdout() {
    return this.#output.stdout;
  }

  get stderr() {
    return this.#output.stderr;
  }

  /** Ends the open prompt, or the next one, because the server stops. */
  stop(): void {
    this.#endAtPrompt(consoleErrors.server_stopping());
  }

  /** Restores the client's terminal. */
  close(): void {
    this.#stopListening();
    clearTimeout(this.#idleTimer);
    this.terminal.close();
    this.#input.discard();
  }

  /**
   * Sends the last frame, and waits until the client closes its side.
   * @throws WireError for wrong frames; FrameError; ConnectionLost.
   */
  async end(last: LastHeader): Promise<void> {
    await this.#output.flush();
    this.#throwFailure();
    this.#output.send(last);
    await this.#output.flush();
    const timer = setTimeout(() => void this.#connection.close(), closeTimeoutMs);
    await this.#received;
    clearTimeout(timer);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #openPrompts(): Terminal {
    const { colours, screen } = this.#request.terminal;
    const { stdout, stderr } = this.#output;
    const words = terminalWords(this.#request.language);
    const terminal = openPromptTerminal({
      input: this.#input,
      output: this.#output[screen],
      errors: stderr,
      // Prompts go to standard error if standard output is no terminal.
      ...(screen === 'stdout' ? {} : { results: openResults(stdout, { words }) }),
      colours,
      words,
      size: () => this.#size ?? { columns: 80, rows: 24 },
      suspend: (resume) => {
        this.#suspended = resume;
        this.#output.send({ suspend: true });
      },
    });
    this.#screen = terminal;
    return terminal;
  }

  #openScript(): Terminal {
    const { language, terminal } = this.#request;
    return openLineTerminal({
      input: this.#input,
      output: this.#output[terminal.screen],
      errors: this.#output.stderr,
      words: terminalWords(language),
    });
  }

  async #receive(): Promise<void> {
    try {
      for (let frame = await this.#connection.receive(); frame !== undefined; ) {
        await this.#take(frame);
        // Without this, frames that arrived together would be handled in one turn of the event loop, and block other clients.
        await immediate();
        frame = await this.#connection.receive();
      }
    } catch (error) {
      this.#failure = error;
    }
    this.#requestExit('hangup');
  }

  async #take({ header, body }: Frame): Promise<void> {
    const frame = parseClientHeader(header);
    switch (frame.cmd) {
      case 'input':
        for await (const chunk of body) await this.#input.give(chunk);
        return;
      case 'end':
        return this.#input.end();
      case 'resize':
        this.#size = frame;
        return this.#screen?.resized();
      case 'resume':
        // A client that was stopped by force has the shell's lines on its screen.
        if (!this.#resume()) this.#screen?.continued();
        return;
      case 'leave':
        return this.#requestExit(frame.reason);
    }
  }

  /** Continues the prompt of a stopped client. @returns false if it was not stopped by a prompt. */
  #resume(): boolean {
    const resume = this.#suspended;
    this.#suspended = undefined;
    resume?.();
    return resume !== undefined;
  }

  #requestExit(reason: ExitReason): void {
    this.terminal.requestExit(reason);
    // A prompt of a stopped client does not end before it is resumed.
    this.#resume();
  }

  /** Ends the console at its prompt. A session has its own time limit, and running work is not interrupted. */
  #endIfIdle(): void {
    if (this.#isSignedIn() || !this.terminal.isAsking) {
      this.#idleTimer.refresh();
      return;
    }
    this.#logger.info(`很久无人登录 (sign-in timeout) ${this.#connection.id}`);
    this.#endAtPrompt(consoleErrors.sign_in_timeout());
  }

  #endAtPrompt(refusal: AppError): void {
    this.terminal.exitAtPrompt(() => {
      this.refusal = refusal;
      this.#resume();
    });
  }

  #cutOff(): void {
    this.#logger.info(`读得太慢，断开 (too slow a reader, cut off) ${this.#connection.id}`);
    this.#requestExit('hangup');
    this.#connection.lose('slow');
  }
}
