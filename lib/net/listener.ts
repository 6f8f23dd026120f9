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
  /** An IP address or a name. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Undefined: clients prove no key, and only clients of this machine are admitted. */
  readonly key: Buffer | undefined;
  readonly limiter: ConnectionLimiter;
  /** For TLS and the proof together, from the start of the connection. Single bytes do not extend it. */
  readonly proofTimeoutMs: number;
  /** Require TLS from clients of this machine, too. Their ConnectOptions must say the same. */
  readonly encryptsLoopback?: boolean;
  /** Serves one client. The listener closes the link when the promise settles. It must not reject. */
  readonly serve: (link: Link) => Promise<void>;
  /** Called for a connection that is closed before it is served. */
  readonly onRefused: (peer: Address, why: RefusedLink) => void;
}

/** `displaced`: the limit was reached, and an unproven connection was closed for a new one. */
export type RefusedLink = Refusal | 'wrong proof' | 'no proof' | 'not encrypted' | 'displaced';

export interface Listener {
  readonly address: Address;
  /** Accepts no more clients, aborts `stopping` of every link, and closes the remaining links after `withinMs`. */
  stop(withinMs: number): Promise<void>;
}

/** A client that has not proved the key. */
interface PendingClient {
  readonly socket: Socket;
  readonly peer: Address;
  readonly admission: Admission;
  readonly refuse: (why: RefusedLink) => void;
}

/** Enough for a thousand clients that connect at once. Linux limits it to `net.core.somaxconn`. */
const backlog = 4_096;
const keepAliveAfterMs = 30_000;
/** The time for the proof when there are too many unproven connections. */
const shortProofMs = 1_000;
/** The pause for a proof of an address that has sent too many wrong ones. */
const slowProofMs = 1_000;
/** The time for a service to end after its client was cut off. */
const settleMs = 1_000;

/** The last id of a link; ids are unique in this process. */
let links = 0;

/** Listens on a TCP port. @throws the system's error, such as EADDRINUSE, EACCES or ENOTFOUND. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  // Half-open, because a client may end its side and still read answers.
  const server = createServer({
    allowHalfOpen: true,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: keepAliveAfterMs,
  });
  const open = new OpenListener(server, options);
  server.listen({ host: options.host, port: options.port, backlog });
  await once(server, 'listening');
  // Accepting a client may fail, for example without free file descriptors. The other clients are still served.
  server.on('error', () => {});
  return open;
}

class OpenListener implements Listener {
  readonly #server: Server;
  readonly #options: ListenerOptions;
  readonly #stopping = new AbortController();
  readonly #sockets = new Set<Socket>();
  /** The sockets of `#sockets` that have not proved the key. */
  readonly #proving = new Set<Socket>();
  readonly #serving = new Set<Promise<void>>();

  constructor(server: Server, options: ListenerOptions) {
    // Every link adds a listener; Node warns at more than 10.
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
    // A closed link makes its service end soon. A service that ignores it must not delay the stop.
    const settled = new AbortController();
    const late = delay(settleMs, undefined, settled).catch(() => {});
    await Promise.race([Promise.allSettled(this.#serving), late]);
    settled.abort();
  }

  #accept(socket: Socket): void {
    const { limiter, onRefused } = this.#options;
    // Without a listener, a reset would end the process.
    socket.on('error', () => {});
    const { remoteAddress: host, remotePort: port } = socket;
    // The client has disconnected already.
    if (host === undefined || port === undefined) return void socket.destroy();
    let isRefused = false;
    const refuse = (why: RefusedLink): void => {
      if (!isRefused) onRefused({ host, port }, why);
      isRefused = true;
      socket.destroy();
    };
    const admission = limiter.admit(host, () => refuse('displaced'));
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

  /** @returns the stream to a client that has proved the key, if there is one; undefined after a refusal. */
  async #prove({ socket, peer, admission, refuse }: PendingClient): Promise<Duplex | undefined> {
    const { key, proofTimeoutMs, encryptsLoopback = false } = this.#options;
    const isLocal = isLoopback(peer.host) && isLoopback(socket.localAddress ?? '');
    if (key === undefined) {
      if (isLocal) return socket;
      refuse('not encrypted');
      return undefined;
    }
    const timeoutMs = admission.hasShortDeadline ? Math.min(shortProofMs, proofTimeoutMs) : proofTimeoutMs;
    const isEncrypted = !isLocal || encryptsLoopback;
    let timer: NodeJS.Timeout | undefined;
    this.#proving.add(socket);
    try {
      // TLS tells a wrong key at once and costs the server much more than a digest, so the pause comes before it.
      if (isEncrypted && admission.isSlowed()) await pauseOf(socket);
      timer = setTimeout(() => socket.destroy(), timeoutMs);
      const stream = isEncrypted ? await secured(acceptTls(socket, key)) : socket;
      const proof = typeof stream === 'string' ? stream : await challengeClient(stream, key);
      if (proof === 'right' && typeof stream !== 'string') return stream;
      clearTimeout(timer);
      // A right digest is never delayed: the clients of a machine share its address.
      if (proof === 'wrong' && !isEncrypted && admission.isSlowed()) await pauseOf(socket);
      if (proof === 'wrong') admission.wrongProof();
      refuse(proof === 'wrong' ? 'wrong proof' : 'no proof');
      return undefined;
    } finally {
      this.#proving.delete(socket);
      clearTimeout(timer);
    }
  }
}

/** Ends early when the socket is closed. */
function pauseOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, slowProofMs);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** @returns the stream after the handshake; `wrong` after a TLS error (another key or other bytes); `none` after a close. */
function secured<Stream extends Duplex>(stream: Stream): Promise<Stream | 'wrong' | 'none'> {
  return new Promise((resolve) => {
    stream.once('secure', () => resolve(stream));
    stream.on('error', ({ code = '' }: NodeJS.ErrnoException) =>
      resolve(code.startsWith('ERR_SSL') ? 'wrong' : 'none'),
    );
    stream.once('end', () => resolve('none')).once('close', () => resolve('none'));
  });
}
