import { setImmediate as immediate } from 'node:timers/promises';
import type { AppError } from '#core/errors.ts';
import { serverErrors } from '#core/net/server/answers.ts';
import { terminalWords } from '#core/terminal-words.ts';
import { onAbort } from '#lib/async/abort.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Connection, Frame, Header } from '#lib/net/connection.ts';
import { openLineTerminal } from '#lib/terminal/line-terminal.ts';
import { openPromptTerminal } from '#lib/terminal/prompt-terminal.ts';
import type { ExitReason, Terminal } from '#lib/terminal/terminal.ts';
import { consoleErrors } from './errors.ts';
import { FrameInput } from './input.ts';
import { Interruptible } from './interruptible.ts';
import { FrameOutput } from './output.ts';
import { type ConsoleRequest, parseLeaveReason, parseSize, type Size } from './request.ts';

/** How long a client may take to close its side after the last frame. */
const partingMs = 10_000;

export interface RemoteConsoleOptions {
  readonly connection: Connection;
  readonly request: ConsoleRequest;
  /** Named after the connection. */
  readonly logger: Logger;
  /** How long a prompt may wait for an answer while nobody is signed in. */
  readonly idleTimeoutMs: number;
  readonly isSignedIn: () => boolean;
}

/**
 * Somebody at the other end of a connection who can be asked. From now on, every frame of the connection is this
 * console's, to the last: it is the connection's last conversation.
 */
export class RemoteConsole {
  readonly output: FrameOutput;
  readonly terminal: Interruptible;
  /** Why the console was ended, if that was not the client's doing. */
  refusal: AppError | undefined;
  readonly #connection: Connection;
  readonly #request: ConsoleRequest;
  readonly #logger: Logger;
  readonly #isSignedIn: () => boolean;
  readonly #idleTimer: NodeJS.Timeout;
  readonly #input = new FrameInput();
  readonly #stopListening: () => void;
  /** Settles when the client has sent its last frame. */
  readonly #heard: Promise<void>;
  /** What was wrong with its frames, or with the way here. */
  #wrong: unknown;
  #size: Size | undefined;
  #resized: () => void = () => {};
  /** The client's process is stopped (Ctrl-Z). */
  #resume: () => void = () => {};

  constructor({ connection, request, logger, idleTimeoutMs, isSignedIn }: RemoteConsoleOptions) {
    this.#connection = connection;
    this.#request = request;
    this.#logger = logger;
    this.#isSignedIn = isSignedIn;
    this.#size = request.terminal.size;
    this.output = new FrameOutput(connection, () => this.#cutOff());
    this.terminal = new Interruptible(request.terminal.kind === 'keys' ? this.#prompts() : this.#script());
    // Whoever waits for room in the input would hear of it when the next frame is due: too late for a script.
    this.#stopListening = onAbort(connection.signal, () => this.#leave('hangup'));
    this.#idleTimer = setTimeout(() => this.#endIfIdle(), idleTimeoutMs);
    this.terminal.onActivity(() => this.#idleTimer.refresh());
    this.output.send({ input: true });
    this.#heard = this.#listen();
  }

  /** At a prompt, now or at the next one, says that the server stops, and leaves. */
  stop(): void {
    this.terminal.leaveAtPrompt(() => {
      this.refusal = consoleErrors.server_stopping();
      // A prompt whose client is stopped (Ctrl-Z) would not notice.
      this.#resume();
    });
  }

  /** Gives the terminal back as it was found. */
  close(): void {
    this.#stopListening();
    clearTimeout(this.#idleTimer);
    this.terminal.close();
    this.#input.discard();
  }

  /**
   * Sends the last frame, and waits for the client to close its side, which it does then.
   * @throws AppError for wrong frames; ConnectionLost.
   */
  async end(last: Header): Promise<void> {
    await this.output.flush();
    this.#throwIfWrong();
    this.output.send(last);
    await this.output.flush();
    const timer = setTimeout(() => void this.#connection.close(), partingMs);
    await this.#heard;
    clearTimeout(timer);
    this.#throwIfWrong();
  }

  #throwIfWrong(): void {
    if (this.#wrong !== undefined) throw this.#wrong;
  }

  #prompts(): Terminal {
    const { colours, screen } = this.#request.terminal;
    const terminal = openPromptTerminal({
      input: this.#input,
      output: this.output[screen],
      errors: this.output.stderr,
      colours,
      words: terminalWords(this.#request.language),
      size: () => this.#size ?? { columns: 80, rows: 24 },
      suspend: (resume) => {
        this.#resume = resume;
        this.output.send({ suspend: true });
      },
    });
    this.#resized = terminal.resized;
    return terminal;
  }

  #script(): Terminal {
    const { stderr } = this.output;
    const words = terminalWords(this.#request.language);
    return openLineTerminal({
      input: this.#input,
      output: this.output[this.#request.terminal.screen],
      errors: stderr,
      words,
    });
  }

  async #listen(): Promise<void> {
    try {
      for (let frame = await this.#connection.receive(); frame !== undefined; ) {
        await this.#take(frame);
        // Frames that came together would be taken together, and nobody else served meanwhile.
        await immediate();
        frame = await this.#connection.receive();
      }
    } catch (error) {
      this.#wrong = error;
    }
    this.#leave('hangup');
  }

  async #take(frame: Frame): Promise<void> {
    const { header, body } = frame;
    switch (header['cmd']) {
      case 'input':
        for await (const chunk of body) await this.#input.give(chunk);
        return;
      case 'end':
        return this.#input.end();
      case 'resize':
        this.#size = parseSize(header);
        return this.#resized();
      case 'resume':
        return this.#resume();
      case 'leave':
        return this.#leave(parseLeaveReason(header));
      default:
        throw serverErrors.bad_request({ problem: 'cmd' });
    }
  }

  #leave(reason: ExitReason): void {
    this.terminal.leave(reason);
    // Whatever waits for a stopped client would wait for ever.
    this.#resume();
  }

  /** A session has an end of its own; what runs is not cut short. */
  #endIfIdle(): void {
    if (this.#isSignedIn() || !this.terminal.isAsking) {
      this.#idleTimer.refresh();
      return;
    }
    this.#logger.info(`很久无人登录 (nobody signed in) ${this.#connection.id}`);
    this.terminal.leaveAtPrompt(() => {
      this.refusal = consoleErrors.sign_in_timeout();
      this.#resume();
    });
  }

  #cutOff(): void {
    this.#logger.info(`读得太慢，断开 (too slow a reader, cut off) ${this.#connection.id}`);
    this.#leave('hangup');
    this.#connection.lose('slow');
  }
}
