import { type Connection, ConnectionLost, type Frame, type Handler, type Header } from './connection.ts';
import { FrameConnection } from './frame-connection.ts';
import type { FrameDeadlines } from './frame-deadlines.ts';
import type { FrameError } from './frame-error.ts';
import { parseNonce, protocolVersion } from './hello.ts';
import type { Link } from './link.ts';
import { serverProofOf } from './proof.ts';

export interface DispatchOptions {
  /** The key is the `cmd` of a request. */
  readonly handlers: ReadonlyMap<string, Handler>;
  /** The commands of plain peers, which send no hello. They read no answers, so the server sends none. */
  readonly plainCommands: ReadonlySet<string>;
  /** The key that the client has proved. The answer to hello proves it in return. */
  readonly key: Buffer | undefined;
  /** The maximum time between two requests. */
  readonly idleMs: number;
  readonly deadlines?: Partial<FrameDeadlines>;
  /** Makes the answer to bytes that are no frame. */
  readonly faultAnswer?: (error: FrameError) => Header;
  /** A monotonic clock, in milliseconds. */
  readonly uptimeMs: () => number;
  /** Makes the answer to a request without a handler, or whose handler threw. */
  readonly answerTo: (error: unknown, request: Frame, connection: Connection) => Header;
  /** Called after every request but hello, for the log and the counters. */
  readonly onServed: (served: Served) => void;
  /**
   * Called once per connection, at its end. @param reason a word, as in ConnectionLost.
   * @param bug an error outside of the handlers, other than ConnectionLost.
   */
  readonly onEnd: (connection: FrameConnection, reason: string, bug?: unknown) => void;
}

export interface Served {
  readonly connection: FrameConnection;
  readonly command: string;
  readonly tookMs: number;
  /** The error of the handler. */
  readonly error?: unknown;
}

/** There is no handler for the `cmd` of a request. */
export class UnknownCommand extends Error {
  override readonly name = 'UnknownCommand';
  readonly command: string;

  constructor(command: string) {
    super(`unknown command ${command}`);
    this.command = command;
  }
}

/** The client speaks another version of the protocol. */
export class UnknownProtocol extends Error {
  override readonly name = 'UnknownProtocol';
}

/** A hello of our version with a missing or invalid field. The message names the field. */
export class BadHello extends Error {
  override readonly name = 'BadHello';
}

/** Answers the requests of one client in order, until the client sends its last frame or the server stops. */
export async function dispatch(link: Link, options: DispatchOptions): Promise<void> {
  const dispatcher = new Dispatcher(link, options);
  await dispatcher.run();
}

class Dispatcher {
  readonly #options: DispatchOptions;
  readonly #stopping: AbortSignal;
  readonly #connection: FrameConnection;
  /** The protocol versions differ, so that no further frame can be served. */
  #isOver = false;

  constructor({ id, stream, peer, stopping }: Link, options: DispatchOptions) {
    this.#options = options;
    this.#stopping = stopping;
    const { deadlines, faultAnswer } = options;
    this.#connection = new FrameConnection({
      id,
      stream,
      peer,
      ...(deadlines && { deadlines }),
      ...(faultAnswer && { faultAnswer }),
    });
  }

  async run(): Promise<void> {
    const connection = this.#connection;
    let isBetweenRequests = true;
    // A running request is finished; no new one is read.
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
    if (cmd === 'hello') return this.#answerHello(request);
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
    const isAllowed = this.#connection.isHelloDone || plainCommands.has(command);
    const handler = isAllowed ? handlers.get(command) : undefined;
    if (handler === undefined) throw new UnknownCommand(command);
    return handler;
  }

  #finish(command: string, startedMs: number): undefined {
    const { onServed, uptimeMs } = this.#options;
    onServed({ connection: this.#connection, command, tookMs: uptimeMs() - startedMs });
  }

  /** Waits for room in the send buffer: a client that does not read its errors must not fill the memory. */
  #fail(request: Frame, command: string, startedMs: number, error: unknown): void | Promise<void> {
    const { onServed, uptimeMs, answerTo } = this.#options;
    const connection = this.#connection;
    onServed({ connection, command, tookMs: uptimeMs() - startedMs, error });
    // The handler waited for bytes after the peer's last one. A lost connection gets no answer.
    if (error instanceof ConnectionLost) connection.lose(error.reason);
    if (connection.signal.aborted) throw error;
    if (connection.isHelloDone) return connection.send(answerTo(error, request, connection));
    connection.lose('refused');
  }

  /** Every answer to hello has `protocol`, so that a client recognizes a server of another version. */
  #answerHello(request: Frame): void | Promise<void> {
    const { key, answerTo } = this.#options;
    const connection = this.#connection;
    const { protocol, nonce } = request.header;
    const bytes = parseNonce(nonce);
    connection.isHelloDone = true;
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
