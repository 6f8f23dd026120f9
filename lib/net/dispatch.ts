import { type Connection, ConnectionLost, type Frame, type Handler, type Header } from './connection.ts';
import { FrameConnection } from './frame-connection.ts';
import type { FrameDeadlines } from './frame-deadlines.ts';
import type { FrameError } from './frame-error.ts';
import { parseNonce, protocolVersion } from './hello.ts';
import type { Link } from './link.ts';
import { serverProofOf } from './proof.ts';

export interface DispatchOptions {
  /** By the `cmd` of a request. */
  readonly handlers: ReadonlyMap<string, Handler>;
  /** The commands of plain peers, which say no hello: they read no answers, and are sent none. */
  readonly plainCommands: ReadonlySet<string>;
  /** What the client has proved, to be proved in return. */
  readonly key: Buffer | undefined;
  /** How long a client may stay without a request. */
  readonly idleMs: number;
  readonly deadlines?: Partial<FrameDeadlines>;
  /** What a client is told that sends what is no frame. */
  readonly lastWord?: (error: FrameError) => Header;
  /** Milliseconds since some moment. */
  readonly uptimeMs: () => number;
  /** The answer to a request that no handler is there for, or whose handler threw. */
  readonly answerTo: (error: unknown, request: Frame, connection: Connection) => Header;
  /** Called after every request but hello, for the log and the counters. */
  readonly onServed: (served: Served) => void;
  /**
   * Called once for every connection. @param reason a word, as in ConnectionLost.
   * @param bug an error outside of any handler that is not a lost connection.
   */
  readonly onEnd: (connection: FrameConnection, reason: string, bug?: unknown) => void;
}

export interface Served {
  readonly connection: FrameConnection;
  readonly command: string;
  readonly tookMs: number;
  /** What was thrown, if anything was. */
  readonly error?: unknown;
}

/** No handler has the name that a request gives. */
export class UnknownCommand extends Error {
  override readonly name = 'UnknownCommand';
  readonly command: string;

  constructor(command: string) {
    super(`unknown command ${command}`);
    this.command = command;
  }
}

/** Another version of what is said in frames. */
export class UnknownProtocol extends Error {
  override readonly name = 'UnknownProtocol';
}

/** A hello of our version that lacks what it needs. Its message names that. */
export class BadHello extends Error {
  override readonly name = 'BadHello';
}

/** Answers the frames of one client, one request after the other, until it has sent its last or the server stops. */
export async function dispatch(link: Link, options: DispatchOptions): Promise<void> {
  const dispatcher = new Dispatcher(link, options);
  await dispatcher.run();
}

class Dispatcher {
  readonly #options: DispatchOptions;
  readonly #stopping: AbortSignal;
  readonly #connection: FrameConnection;
  /** Nothing that is said after this is understood. */
  #isOver = false;

  constructor({ id, stream, peer, stopping }: Link, options: DispatchOptions) {
    this.#options = options;
    this.#stopping = stopping;
    const { deadlines, lastWord } = options;
    this.#connection = new FrameConnection({
      id,
      stream,
      peer,
      ...(deadlines && { deadlines }),
      ...(lastWord && { lastWord }),
    });
  }

  async run(): Promise<void> {
    const connection = this.#connection;
    let isBetweenRequests = true;
    // What runs is finished, and nothing new is begun.
    const stop = (): void => {
      if (isBetweenRequests) connection.finish();
    };
    this.#stopping.addEventListener('abort', stop);
    try {
      while (!this.#stopping.aborted && !this.#isOver) {
        const request = connection.tryReceive() ?? (await connection.receive(this.#options.idleMs));
        if (request === undefined || this.#stopping.aborted) break;
        isBetweenRequests = false;
        const done = this.#serve(request);
        if (done !== undefined) await done;
        isBetweenRequests = true;
      }
      await connection.close();
      this.#options.onEnd(connection, 'closed');
    } catch (error) {
      const { reason } = connection.signal;
      connection.lose('broken');
      if (reason instanceof ConnectionLost) this.#options.onEnd(connection, reason.reason);
      else this.#options.onEnd(connection, 'broken', error);
    } finally {
      this.#stopping.removeEventListener('abort', stop);
    }
  }

  #serve(request: Frame): void | Promise<void> {
    const { cmd } = request.header;
    if (cmd === 'hello') return this.#greet(request);
    const command = typeof cmd === 'string' ? cmd : '';
    const startedMs = this.#options.uptimeMs();
    try {
      const done = this.#handlerOf(command)(request, this.#connection);
      if (done === undefined) return this.#finish(command, startedMs);
      return done.then(
        () => this.#finish(command, startedMs),
        (error: unknown) => this.#fail(request, command, startedMs, error),
      );
    } catch (error) {
      return this.#fail(request, command, startedMs, error);
    }
  }

  #handlerOf(command: string): Handler {
    const { handlers, plainCommands } = this.#options;
    const isAllowed = this.#connection.greeted || plainCommands.has(command);
    const handler = isAllowed ? handlers.get(command) : undefined;
    if (handler === undefined) throw new UnknownCommand(command);
    return handler;
  }

  #finish(command: string, startedMs: number): undefined {
    const { onServed, uptimeMs } = this.#options;
    onServed({ connection: this.#connection, command, tookMs: uptimeMs() - startedMs });
  }

  /** @returns when there is room again: a client that reads none of its refusals must not fill the memory with them. */
  #fail(request: Frame, command: string, startedMs: number, error: unknown): void | Promise<void> {
    const { onServed, uptimeMs, answerTo } = this.#options;
    const connection = this.#connection;
    onServed({ connection, command, tookMs: uptimeMs() - startedMs, error });
    // A handler that waited for more of a peer that has sent its last; and to one that is gone nothing can be said.
    if (error instanceof ConnectionLost) connection.lose(error.reason);
    if (connection.signal.aborted) throw error;
    if (connection.greeted) return connection.send(answerTo(error, request, connection));
    connection.lose('refused');
  }

  /** A server of another version is told apart by the answer, whatever else it may say. */
  #greet(request: Frame): void | Promise<void> {
    const { key, answerTo } = this.#options;
    const connection = this.#connection;
    const { protocol, nonce } = request.header;
    const bytes = parseNonce(nonce);
    connection.greeted = true;
    if (protocol !== protocolVersion || bytes === undefined) {
      const isOther = protocol !== protocolVersion;
      const error = isOther ? new UnknownProtocol(`protocol ${String(protocol)}`) : new BadHello('nonce');
      this.#isOver = true;
      return connection.send({ ...answerTo(error, request, connection), protocol: protocolVersion });
    }
    const proof = key === undefined ? {} : { proof: serverProofOf(key, bytes).toString('hex') };
    return connection.send({ status: 'ok', protocol: protocolVersion, ...proof });
  }
}
