import { Socket } from 'node:net';
import { reportBug } from '#core/bug-report.ts';
import { defineErrors } from '#core/errors.ts';
import type { Logger } from '#lib/logger/logger.ts';
import { type Address, formatAddress } from '#lib/net/address.ts';
import type { Handler } from '#lib/net/connection.ts';
import type { ConnectionLimiter } from '#lib/net/connection-limiter.ts';
import { dispatch } from '#lib/net/dispatch.ts';
import type { Link } from '#lib/net/link.ts';
import { openListener } from '#lib/net/listener.ts';
import type { AccessLog } from './access-log.ts';
import { answerTo, badFrame } from './answers.ts';
import type { OwnTcp, OwnUdp, Service, ServiceAddress } from './service.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0: any free port, for every service. */
  readonly port: number;
  /** Services with their own port use `port + 1`, `port + 2`, ... in their order, and ignore the port in the settings. */
  readonly consecutivePorts?: boolean;
  /** Undefined: clients need no key. */
  readonly key: Buffer | undefined;
  readonly services: readonly Service[];
  /** Handlers that belong to no service, by `cmd`. */
  readonly handlers?: Readonly<Record<string, Handler>>;
  readonly limiter: ConnectionLimiter;
  readonly accessLog: AccessLog;
  readonly proofTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly logger: Logger;
  /** A monotonic clock, in milliseconds. */
  readonly uptimeMs: () => number;
}

export interface RunningServer {
  readonly addresses: readonly ServiceAddress[];
  /** Finishes running requests, accepts no new ones, and closes the remaining connections after `withinMs`. */
  stop(withinMs: number): Promise<void>;
}

interface Opened {
  readonly address: Address;
  stop(withinMs: number): Promise<void>;
}

export const listenErrors = defineErrors({
  cannot_listen: {
    exitCode: 2,
    text: ({ address, reason }: { address: string; reason: string }) => ({
      zh: `不能在 ${address} 上监听（${reason}）：请换一个地址或端口，--port 0 表示任意空闲端口。`,
      en: `The server cannot listen on ${address} (${reason}). Choose another address or port, or --port 0 for any free one.`,
    }),
  },
});

/** Opens all ports. If one fails, it closes the others. @throws AppError `cannot_listen`. */
export async function openServer(options: ServerOptions): Promise<RunningServer> {
  const server = new Server(options);
  try {
    await server.open();
  } catch (error) {
    await server.stop(0);
    throw error;
  }
  return server;
}

class Server implements RunningServer {
  readonly #options: ServerOptions;
  readonly #handlers: ReadonlyMap<string, Handler>;
  readonly #plainCommands: ReadonlySet<string>;
  readonly #opened: Opened[] = [];
  readonly #addresses: ServiceAddress[] = [];

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#handlers = new Map(
      [options, ...options.services].flatMap(({ handlers }) => Object.entries(handlers ?? {})),
    );
    this.#plainCommands = new Set(options.services.flatMap(({ plainCommands = [] }) => plainCommands));
  }

  get addresses(): readonly ServiceAddress[] {
    return this.#addresses;
  }

  async open(): Promise<void> {
    const { services, port } = this.#options;
    const main = await this.#listen(port, (link) => this.#dispatch(link));
    for (const service of services) {
      const { name, own } = service;
      const address = own === undefined ? main : await this.#openOwn(own);
      this.#addresses.push({ name, protocol: own?.protocol ?? 'tcp', address });
    }
  }

  async stop(withinMs: number): Promise<void> {
    await Promise.all(this.#opened.map((opened) => opened.stop(withinMs)));
    for (const service of this.#options.services) await service.close?.();
  }

  async #openOwn(own: OwnTcp | OwnUdp): Promise<Address> {
    const { host } = this.#options;
    const port = this.#portFor(own);
    if (own.protocol === 'tcp') return this.#listen(port, (link) => own.serve(this.#closedWhenIdle(link)));
    const { address, close } = await listening({ host, port }, () => own.open({ host, port }));
    this.#opened.push({ address, stop: close });
    return address;
  }

  #portFor({ port: named }: OwnTcp | OwnUdp): number {
    const { port, consecutivePorts = false } = this.#options;
    if (port === 0) return 0;
    return consecutivePorts ? port + this.#opened.length : named;
  }

  /** Closes an idle stream without frames. For frames, dispatch has its own timer. */
  #closedWhenIdle(link: Link): Link {
    const { stream } = link;
    if (stream instanceof Socket) stream.setTimeout(this.#options.idleTimeoutMs, () => stream.destroy());
    return link;
  }

  async #listen(port: number, serve: (link: Link) => Promise<void>): Promise<Address> {
    const { host, key, limiter, proofTimeoutMs, accessLog } = this.#options;
    const listener = await listening({ host, port }, () =>
      openListener({
        host,
        port,
        key,
        limiter,
        proofTimeoutMs,
        serve: (link) => this.#serve(link, serve),
        onRefused: (peer, why) => accessLog.refused(peer, why),
      }),
    );
    this.#opened.push(listener);
    return listener.address;
  }

  async #serve(link: Link, serve: (link: Link) => Promise<void>): Promise<void> {
    const { logger, accessLog } = this.#options;
    accessLog.connected(link);
    try {
      await serve(link);
    } catch (error) {
      // Only a service without frames can throw here; dispatch handles the errors of frames.
      if (isBrokenOff(error)) logger.debug(`中断 (broken off) ${link.id} ${error.code}`);
      else reportBug(error, { location: 'server', logger, connectionId: link.id });
    }
  }

  #dispatch(link: Link): Promise<void> {
    const { key, idleTimeoutMs: idleMs, uptimeMs, logger, accessLog } = this.#options;
    return dispatch(link, {
      handlers: this.#handlers,
      plainCommands: this.#plainCommands,
      key,
      idleMs,
      uptimeMs,
      answerTo: answerTo(logger),
      faultAnswer: badFrame,
      onServed: (served) => accessLog.served(served, this.#nameOf(served.command)),
      onEnd(connection, reason, bug) {
        if (bug !== undefined) reportBug(bug, { location: 'server', logger, connectionId: connection.id });
        accessLog.ended(connection, reason);
      },
    });
  }

  /** Unknown commands share one name, so that clients cannot fill log and memory with names. */
  #nameOf(command: string): string {
    return this.#handlers.has(command) ? command : '?';
  }
}

async function listening<T>(address: Address, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw listenErrors.cannot_listen({ address: formatAddress(address), reason: code });
  }
}

/** Whether the error comes from the stream: the peer has disconnected, or the server stops. */
const isBrokenOff = (error: unknown): error is NodeJS.ErrnoException & { readonly code: string } =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';
