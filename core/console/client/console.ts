import { setTimeout as sleep } from 'node:timers/promises';
import { secretNames } from '#core/cli/arguments.ts';
import type { Secrets } from '#core/cli/one-shot.ts';
import { AppError } from '#core/errors.ts';
import { clientErrors, refusalIn } from '#core/net/client/errors.ts';
import { exitCodeIn } from '#core/net/client/exit-code.ts';
import type { OnJobControl, Screen, Stdin } from '#core/net/client/verb.ts';
import { onAbort } from '#lib/async/abort.ts';
import { type Connection, ConnectionLost, type Frame, type Header } from '#lib/net/connection.ts';
import { wantsColours } from '#lib/terminal/style.ts';
import type { ExitRequested } from '#lib/terminal/terminal.ts';
import type { Language } from '#lib/text/text.ts';
import {
  type ClientHeader,
  consoleHeader,
  parseServerHeader,
  type Size,
  type StreamName,
  secretsBody,
} from '../wire.ts';
import { LocalInput, sizeOf } from './local-input.ts';
import { LocalOutput } from './local-output.ts';

export interface ConsoleClientOptions {
  /** The command line for the server. Without a command it opens the menu. */
  readonly args: readonly string[];
  readonly wantsJson: boolean;
  readonly language: Language;
  /** Passwords from standard input or the environment. */
  readonly secrets: Secrets;
  /** Opens a new connection. @throws AppError */
  connect(): Promise<Connection>;
  newId(): string;
  /** Aborts at a signal of the system; its reason is an ExitRequested. */
  readonly exiting: AbortSignal;
  /** Stops this process (Ctrl-Z), and calls `resume` when it continues. */
  suspend(resume: () => void): void;
  readonly onJobControl: OnJobControl;
  readonly stdin: Stdin;
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const triesMax = 3;
const pauseMs = 300;
/** Shorter than the time between a signal and the forced end of the process. */
const exitTimeoutMs = 500;
/** The whole header has to fit into 8 KiB. */
const argsBytesMax = 6 * 1024;

/**
 * Runs the server's menu, or one of its commands, at the terminal of this process.
 * If the answer to a command is lost, the client sends it again with the same id, and the server runs it only once.
 * @returns the exit code. @throws AppError; ConnectionLost; ExitRequested.
 */
export async function openConsole(options: ConsoleClientOptions): Promise<number> {
  if (Buffer.byteLength(JSON.stringify(options.args)) > argsBytesMax) throw clientErrors.too_long();
  const client = new ConsoleClient(options);
  const stopListening = onAbort(options.exiting, (reason) => client.requestExit(reason as ExitRequested));
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
  /** Rejects with ExitRequested when the user leaves. */
  readonly #untilExit: Promise<never>;
  /** Ends the console at once, without the server. */
  readonly exitNow: (exit: ExitRequested) => void;
  #connection: Connection | undefined;
  #sentSize: Size | undefined;
  #input: LocalInput | undefined;
  #exitTimer: NodeJS.Timeout | undefined;
  /** The last frame has arrived: the server has cleared its prompt from the screen. */
  #isEnded = false;

  constructor(options: ConsoleClientOptions) {
    this.#options = options;
    this.#output = new LocalOutput(options);
    let exitNow: (exit: ExitRequested) => void = () => {};
    this.#untilExit = new Promise((_, reject) => {
      exitNow = reject;
    });
    this.#untilExit.catch(() => {});
    this.exitNow = exitNow;
  }

  run(): Promise<number> {
    return Promise.race([this.#tryUntilAnswered(), this.#untilExit]);
  }

  /** Asks the server to clear the screen and to end the console. Ends it locally if the server takes too long. */
  requestExit(exit: ExitRequested): void {
    const connection = this.#connection;
    const canAsk = this.#input !== undefined && connection?.signal.aborted === false;
    if (canAsk) void connection.send({ cmd: 'leave', reason: exit.reason } satisfies ClientHeader);
    this.#exitTimer = setTimeout(
      () => this.exitNow(exit),
      canAsk && exit.reason !== 'hangup' ? exitTimeoutMs : 0,
    );
  }

  async close(): Promise<void> {
    clearTimeout(this.#exitTimer);
    this.#input?.close(this.#isEnded);
    await this.#connection?.close();
  }

  async #tryUntilAnswered(): Promise<number> {
    const secrets = await this.#secrets();
    const header = this.#header();
    let lost: ConnectionLost | undefined;
    for (let tries = 1; ; tries++) {
      try {
        return await this.#try(header, secrets);
      } catch (error) {
        // After output or a prompt, a command cannot be sent again.
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
    const frame = parseServerHeader(header);
    if (frame === undefined) return undefined;
    if ('status' in frame) return this.#end(header);
    if ('input' in frame) await this.#openInput(connection);
    else if ('suspend' in frame) await this.#input?.suspend();
    else for await (const bytes of body) await this.#output.write(frame.stream, bytes);
    return undefined;
  }

  async #end(last: Header): Promise<number> {
    this.#isEnded = true;
    await this.#output.release();
    const refusal = refusalIn(last);
    if (refusal !== undefined) throw refusal;
    return exitCodeIn(last);
  }

  async #openInput(connection: Connection): Promise<void> {
    await this.#output.release();
    const { stdin, suspend, onJobControl } = this.#options;
    const [, screen] = this.#screen();
    const sentSize = this.#sentSize;
    const onExitRequest = this.exitNow;
    this.#input = new LocalInput({
      stdin,
      screen,
      connection,
      sentSize,
      suspend,
      onJobControl,
      onExitRequest,
    });
    this.#input.open();
  }

  #header(): Header {
    const { args, language, newId, env, stdin } = this.#options;
    const [name, screen] = this.#screen();
    this.#sentSize = sizeOf(screen);
    return consoleHeader({
      id: newId(),
      args,
      language,
      terminal: {
        kind: stdin.isTTY ? 'keys' : 'lines',
        size: this.#sentSize,
        colours: wantsColours({ isTTY: screen.isTTY === true, env }),
        screen: name,
      },
    });
  }

  /** The stream of the prompts: standard error if standard output is a file or takes only a JSON object. */
  #screen(): readonly [StreamName, Screen] {
    const { stdin, stdout, stderr, wantsJson } = this.#options;
    const isFree = stdout.isTTY && !wantsJson;
    return isFree || !stdin.isTTY ? ['stdout', stdout] : ['stderr', stderr];
  }

  /** The passwords of a command. The menu asks for passwords with prompts. */
  async #secrets(): Promise<Buffer> {
    const { args, secrets } = this.#options;
    const given = new Map<string, string>();
    for (const name of args.length === 0 ? [] : secretNames) {
      const secret = await secrets(name);
      if (secret !== undefined) given.set(name, secret);
    }
    return secretsBody(given);
  }
}

const isNoConnection = (error: unknown): boolean => error instanceof AppError && error.exitCode === 5;
