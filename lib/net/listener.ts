import { once, setMaxListeners } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type Address, isLoopback } from './address.ts';
import type { Admission, ConnectionLimiter, Refusal } from './connection-limiter.ts';
import type { Link } from './link.ts';
import { challengeClient } from './proof.ts';
import { acceptTls } from './tls-link.ts';

export interface ListenerOptions {
  /** A number or a name. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Left out: clients prove nothing, and no client off this machine is admitted. */
  readonly key: Buffer | undefined;
  readonly limiter: ConnectionLimiter;
  /** For TLS and the proof together, from the first moment: dripping bytes does not put it off. */
  readonly proofTimeoutMs: number;
  /** TLS for clients of this machine, too. They must know: see ConnectOptions. */
  readonly encryptsLoopback?: boolean;
  /** Serves one client; the link is closed when the promise is settled. What it throws is the caller's bug. */
  readonly serve: (link: Link) => Promise<void>;
  /** A connection came to nothing. */
  readonly onRefused: (peer: Address, why: RefusedLink) => void;
}

export type RefusedLink = Refusal | 'wrong proof' | 'no proof' | 'not encrypted' | 'crowded out';

export interface Listener {
  readonly address: Address;
  /** Admits no client any more, tells the links to stop, and cuts off those that are still there after `withinMs`. */
  stop(withinMs: number): Promise<void>;
}

/** A client that has not proved the key yet. */
interface PendingClient {
  readonly socket: Socket;
  readonly peer: Address;
  readonly admission: Admission;
  readonly refuse: (why: RefusedLink) => void;
}

/** Linux keeps at most `net.core.somaxconn` of them; a thousand clients at once must not have to knock again. */
const backlog = 4_096;
const keepAliveAfterMs = 30_000;
/** For the proof, when many are at it. */
const quickMs = 1_000;
/** For whatever runs for a client that has been cut off. */
const lastWordMs = 1_000;

/** Ids of links, unique in this process. */
let links = 0;

/** @throws the system's error, as EADDRINUSE, EACCES, ENOTFOUND. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  // Answers still go out when a client has sent its last byte.
  const server = createServer({
    allowHalfOpen: true,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: keepAliveAfterMs,
  });
  const open = new OpenListener(server, options);
  server.listen({ host: options.host, port: options.port, backlog });
  await once(server, 'listening');
  // Accepting one client may fail, as when there are no file descriptors left. The others are served on.
  server.on('error', () => {});
  return open;
}

class OpenListener implements Listener {
  readonly #server: Server;
  readonly #options: ListenerOptions;
  readonly #stopping = new AbortController();
  readonly #sockets = new Set<Socket>();
  /** Those of them that have not proved the key yet. */
  readonly #proving = new Set<Socket>();
  readonly #serving = new Set<Promise<void>>();

  constructor(server: Server, options: ListenerOptions) {
    // Every link listens.
    setMaxListeners(0, this.#stopping.signal);
    this.#server = server;
    this.#options = options;
    server.on('connection', (socket) => this.#accept(socket));
  }

  get address(): Address {
    const bound = this.#server.address();
    if (bound === null || typeof bound === 'string') throw new Error('the listener is closed');
    return { host: bound.address, port: bound.port };
  }

  async stop(withinMs: number): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#stopping.abort();
    for (const socket of this.#proving) socket.destroy();
    const cutOff = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, withinMs);
    await closed;
    clearTimeout(cutOff);
    // What was cut off learns of it at once. What goes on all the same is not waited for.
    const lastWord = new AbortController();
    const late = delay(lastWordMs, undefined, lastWord).catch(() => {});
    await Promise.race([Promise.allSettled(this.#serving), late]);
    lastWord.abort();
  }

  #accept(socket: Socket): void {
    const { limiter, onRefused } = this.#options;
    // Without a listener, a reset would end the process.
    socket.on('error', () => {});
    const { remoteAddress: host, remotePort: port } = socket;
    // It has gone again already.
    if (host === undefined || port === undefined) return void socket.destroy();
    let isRefused = false;
    const refuse = (why: RefusedLink): void => {
      if (!isRefused) onRefused({ host, port }, why);
      isRefused = true;
      socket.destroy();
    };
    const admission = limiter.admit(host, () => refuse('crowded out'));
    if (typeof admission === 'string') return void refuse(admission);
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      admission.closed();
    });
    const serving = this.#serve({ socket, peer: { host, port }, admission, refuse });
    this.#serving.add(serving);
    void serving.finally(() => this.#serving.delete(serving));
  }

  async #serve(client: PendingClient): Promise<void> {
    const { socket, peer, admission } = client;
    const stream = await this.#prove(client);
    if (stream === undefined) return;
    admission.proved();
    const link: Link = {
      id: `c${++links}`,
      stream,
      peer,
      isEncrypted: stream !== socket,
      stopping: this.#stopping.signal,
    };
    try {
      await this.#options.serve(link);
    } finally {
      stream.destroy();
      socket.destroy();
    }
  }

  /** @returns the stream to a client that has proved the key, or was not asked to. */
  async #prove({ socket, peer, admission, refuse }: PendingClient): Promise<Duplex | undefined> {
    const { key, proofTimeoutMs, encryptsLoopback = false } = this.#options;
    const isLocal = isLoopback(peer.host) && isLoopback(socket.localAddress ?? '');
    if (key === undefined) {
      if (isLocal) return socket;
      refuse('not encrypted');
      return undefined;
    }
    const timeoutMs = admission.mustBeQuick ? Math.min(quickMs, proofTimeoutMs) : proofTimeoutMs;
    const timer = setTimeout(() => socket.destroy(), timeoutMs);
    this.#proving.add(socket);
    try {
      const stream = isLocal && !encryptsLoopback ? socket : await secured(acceptTls(socket, key));
      const proof = typeof stream === 'string' ? stream : await challengeClient(stream, key);
      if (proof === 'right' && typeof stream !== 'string') return stream;
      if (proof === 'wrong') admission.wrongProof();
      refuse(proof === 'wrong' ? 'wrong proof' : 'no proof');
      return undefined;
    } finally {
      this.#proving.delete(socket);
      clearTimeout(timer);
    }
  }
}

/** @returns the stream once it is encrypted; `wrong` when the other side has said something else; `none` when nothing. */
function secured<Stream extends Duplex>(stream: Stream): Promise<Stream | 'wrong' | 'none'> {
  return new Promise((resolve) => {
    stream.once('secure', () => resolve(stream));
    stream.on('error', ({ code = '' }: NodeJS.ErrnoException) =>
      resolve(code.startsWith('ERR_SSL') ? 'wrong' : 'none'),
    );
    stream.once('end', () => resolve('none')).once('close', () => resolve('none'));
  });
}
