import { once, setMaxListeners } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Address, isLoopback } from './address.ts';
import type { Entry, Gate, Refusal } from './gate.ts';
import type { Link } from './link.ts';
import { challengeClient } from './proof.ts';
import { acceptTls } from './tls-link.ts';

export interface ListenerParts {
  /** A number or a name. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Left out: nobody has to prove anything, and nothing off this machine is let in. */
  readonly key: Buffer | undefined;
  readonly gate: Gate;
  /** For TLS and the proof together, from the first moment: dripping bytes does not put it off. */
  readonly proofTimeoutMs: number;
  /** Serves one client; the link is closed when the promise is settled. What it throws is the caller's bug. */
  readonly serve: (link: Link) => Promise<void>;
  /** A connection came to nothing. */
  readonly onRefused: (peer: Address, why: RefusedLink) => void;
}

export type RefusedLink = Refusal | 'wrong proof' | 'no proof' | 'not encrypted' | 'crowded out';

export interface Listener {
  readonly address: Address;
  /** Lets nobody in any more, tells the links to stop, and cuts off those that are still there after `withinMs`. */
  stop(withinMs: number): Promise<void>;
}

/** Linux keeps at most `net.core.somaxconn` of them; a thousand clients at once must not have to knock again. */
const backlog = 4_096;
const keepAliveAfterMs = 30_000;
/** For the proof, when many are at it. */
const quickMs = 1_000;

/** Ids of links, unique in this process. */
let links = 0;

/** @throws the system's error, as EADDRINUSE, EACCES, ENOTFOUND. */
export async function openListener(parts: ListenerParts): Promise<Listener> {
  // Answers still go out when a client has sent its last byte.
  const server = createServer({
    allowHalfOpen: true,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: keepAliveAfterMs,
  });
  const open = new OpenListener(server, parts);
  server.listen({ host: parts.host, port: parts.port, backlog });
  await once(server, 'listening');
  return open;
}

class OpenListener implements Listener {
  readonly #server: Server;
  readonly #parts: ListenerParts;
  readonly #stopping = new AbortController();
  readonly #sockets = new Set<Socket>();

  constructor(server: Server, parts: ListenerParts) {
    // Every link listens.
    setMaxListeners(0, this.#stopping.signal);
    this.#server = server;
    this.#parts = parts;
    server.on('connection', (socket) => this.#enter(socket));
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
    const timer = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, withinMs);
    await closed;
    clearTimeout(timer);
  }

  #enter(socket: Socket): void {
    const { gate, onRefused } = this.#parts;
    // Without a listener, a reset would end the process.
    socket.on('error', () => {});
    const { remoteAddress: host, remotePort: port } = socket;
    // It has gone again already.
    if (host === undefined || port === undefined) return void socket.destroy();
    const peer = { host, port };
    const entry = gate.enter(host, () => {
      onRefused(peer, 'crowded out');
      socket.destroy();
    });
    if (typeof entry === 'string') {
      onRefused(peer, entry);
      return void socket.destroy();
    }
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      entry.left();
    });
    void this.#serve(socket, peer, entry);
  }

  async #serve(socket: Socket, peer: Address, entry: Entry): Promise<void> {
    const stream = await this.#prove(socket, peer, entry);
    if (stream === undefined) return void socket.destroy();
    entry.proved();
    const link: Link = {
      id: `c${++links}`,
      stream,
      peer,
      isEncrypted: stream !== socket,
      stopping: this.#stopping.signal,
    };
    try {
      await this.#parts.serve(link);
    } finally {
      stream.destroy();
      socket.destroy();
    }
  }

  /** @returns the stream to a client that has proved the key, or was not asked to. */
  async #prove(socket: Socket, peer: Address, entry: Entry): Promise<Duplex | undefined> {
    const { key, proofTimeoutMs, onRefused } = this.#parts;
    const isLocal = isLoopback(peer.host) && isLoopback(socket.localAddress ?? '');
    if (key === undefined) {
      if (isLocal) return socket;
      onRefused(peer, 'not encrypted');
      return undefined;
    }
    const timeoutMs = entry.mustBeQuick ? Math.min(quickMs, proofTimeoutMs) : proofTimeoutMs;
    const timer = setTimeout(() => socket.destroy(), timeoutMs);
    try {
      const stream = isLocal ? socket : await secured(acceptTls(socket, key));
      const proof = stream === undefined ? 'wrong' : await challengeClient(stream, key);
      if (proof === 'right') return stream;
      if (proof === 'wrong') entry.wrongProof();
      onRefused(peer, proof === 'wrong' ? 'wrong proof' : 'no proof');
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** @returns undefined when the two sides do not come to terms. */
function secured<Stream extends Duplex>(stream: Stream): Promise<Stream | undefined> {
  return new Promise((resolve) => {
    stream.once('secure', () => resolve(stream));
    stream.on('error', () => resolve(undefined));
    stream.once('close', () => resolve(undefined));
  });
}
