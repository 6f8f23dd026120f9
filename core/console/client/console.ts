import { setTimeout as sleep } from 'node:timers/promises';
import { secretNames } from '#core/cli/arguments.ts';
import type { Secrets } from '#core/cli/one-shot.ts';
import { AppError } from '#core/errors.ts';
import { clientErrors, refusalIn } from '#core/net/client/errors.ts';
import { exitCodeIn } from '#core/net/client/exit-code.ts';
import type { Screen, Stdin } from '#core/net/client/verb.ts';
import { onAbort } from '#lib/async/abort.ts';
import { type Connection, ConnectionLost, type Frame, type Header } from '#lib/net/connection.ts';
import { wantsColours } from '#lib/terminal/style.ts';
import type { ExitRequested } from '#lib/terminal/terminal.ts';
import type { Language } from '#lib/text/text.ts';
import { LocalInput, sizeOf } from './local-input.ts';
import { LocalOutput, type StreamName } from './local-output.ts';

export interface ConsoleClientOptions {
  /** The command line for the server; without a command, its menu. */
  readonly args: readonly string[];
  readonly wantsJson: boolean;
  readonly language: Language;
  /** Where passwords come from, apart from a prompt. */
  readonly secrets: Secrets;
  /** A new connection every time. @throws AppError */
  connect(): Promise<Connection>;
  newId(): string;
  /** Aborts when a signal comes, with ExitRequested as its reason. */
  readonly exiting: AbortSignal;
  /** Stops this process (Ctrl-Z), and calls back when it goes on. */
  suspend(resume: () => void): void;
  readonly stdin: Stdin;
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const triesMax = 3;
const pauseMs = 300;
/** Less than a process that was sent a signal is given. */
const answerMs = 500;
/** Together with the rest it has to fit into a header, which holds 8 KiB. */
const argsBytesMax = 6 * 1024;

/**
 * The server's menu, or one of its commands, at the terminal of this process.
 * A command whose answer is lost on the way is sent again with the same id: it happens once.
 * @returns the exit code. @throws AppError; ConnectionLost; ExitRequested.
 */
export async function openConsole(options: ConsoleClientOptions): Promise<number> {
  if (Buffer.byteLength(JSON.stringify(options.args)) > argsBytesMax) throw clientErrors.too_long();
  const client = new ConsoleClient(options);
  const stopListening = onAbort(options.exiting, (reason) => client.askToLeave(reason as ExitRequested));
  try {
    return await client.run();
  } finally {
    stopListening();
    await client.close();
  }
}

class ConsoleClient {
  readonly #options: ConsoleClientOptions;
  readonly #output: LocalOutput;
  readonly #left: Promise<never>;
  /** Does not wait for the server. */
  readonly leave: (left: ExitRequested) => void;
  #connection: Connection | undefined;
  #input: LocalInput | undefined;
  #leaveTimer: NodeJS.Timeout | undefined;
  /** The server has said its last, and has left the screen in order. */
  #isTidy = false;

  constructor(options: ConsoleClientOptions) {
    this.#options = options;
    this.#output = new LocalOutput(options);
    let leave: (left: ExitRequested) => void = () => {};
    this.#left = new Promise((_, reject) => {
      leave = reject;
    });
    this.#left.catch(() => {});
    this.leave = leave;
  }

  run(): Promise<number> {
    return Promise.race([this.#tryAgainAndAgain(), this.#left]);
  }

  /** A server that is there clears the screen and says its last; one that is not is not waited for. */
  askToLeave(left: ExitRequested): void {
    const connection = this.#connection;
    const isHeard = this.#input !== undefined && connection?.signal.aborted === false;
    if (isHeard) void connection.send({ cmd: 'leave', reason: left.reason });
    this.#leaveTimer = setTimeout(() => this.leave(left), isHeard && left.reason !== 'hangup' ? answerMs : 0);
  }

  async close(): Promise<void> {
    clearTimeout(this.#leaveTimer);
    this.#input?.close(this.#isTidy);
    await this.#connection?.close();
  }

  async #tryAgainAndAgain(): Promise<number> {
    const secrets = await this.#secrets();
    const header = this.#header();
    let lost: ConnectionLost | undefined;
    for (let tries = 1; ; tries++) {
      try {
        return await this.#try(header, secrets);
      } catch (error) {
        // What has been shown, or asked, cannot be taken back and done again.
        if (error instanceof ConnectionLost && this.#output.isUntouched) lost = error;
        else if (lost === undefined || !isNoConnection(error)) throw error;
        if (tries === triesMax) throw lost;
        this.#output.forget();
        await sleep(pauseMs);
      }
    }
  }

  async #try(header: Header, secrets: Buffer): Promise<number> {
    const connection = await this.#options.connect();
    this.#connection = connection;
    await connection.send(header, secrets);
    for (let frame = await connection.receive(); frame !== undefined; frame = await connection.receive()) {
      const exit = await this.#take(frame, connection);
      if (exit !== undefined) return exit;
    }
    throw new ConnectionLost('closed');
  }

  /** @returns the exit code, if this was the last frame. @throws AppError for a refusal. */
  async #take({ header, body }: Frame, connection: Connection): Promise<number | undefined> {
    const { stream, input, suspend, status } = header;
    if (status !== undefined) {
      this.#isTidy = true;
      await this.#output.release();
      const refusal = refusalIn(header);
      if (refusal !== undefined) throw refusal;
      return exitCodeIn(header);
    }
    if (input === true) await this.#openInput(connection);
    else if (suspend === true) await this.#input?.suspend();
    else if (stream === 'stdout' || stream === 'stderr')
      for await (const bytes of body) await this.#output.write(stream, bytes);
    return undefined;
  }

  async #openInput(connection: Connection): Promise<void> {
    await this.#output.release();
    const { stdin, suspend } = this.#options;
    const [, screen] = this.#screen();
    this.#input = new LocalInput({ stdin, screen, connection, suspend, onLeave: this.leave });
    this.#input.open();
  }

  #header(): Header {
    const { args, language, newId, env, stdin } = this.#options;
    const [name, screen] = this.#screen();
    return {
      cmd: 'console',
      id: newId(),
      args,
      language,
      terminal: {
        kind: stdin.isTTY ? 'keys' : 'lines',
        ...sizeOf(screen),
        colours: wantsColours({ isTTY: screen.isTTY === true, env }),
        screen: name,
      },
    };
  }

  /** Prompts stand on standard error where standard output goes elsewhere, or is kept for one JSON object. */
  #screen(): readonly [StreamName, Screen] {
    const { stdin, stdout, stderr, wantsJson } = this.#options;
    const isFree = stdout.isTTY && !wantsJson;
    return isFree || !stdin.isTTY ? ['stdout', stdout] : ['stderr', stderr];
  }

  /** Only a command needs any: in the menu they are asked for. */
  async #secrets(): Promise<Buffer> {
    const { args, secrets } = this.#options;
    const given: [string, string][] = [];
    for (const name of args.length === 0 ? [] : secretNames) {
      const secret = await secrets(name);
      if (secret !== undefined) given.push([name, secret]);
    }
    return Buffer.from(JSON.stringify(Object.fromEntries(given)));
  }
}

const isNoConnection = (error: unknown): boolean => error instanceof AppError && error.exitCode === 5;
