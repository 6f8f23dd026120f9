import { randomBytes } from 'node:crypto';
import { connect as connectSocket, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Address, isLoopback } from './address.ts';
import { ConnectionLost } from './connection.ts';
import { FrameConnection } from './frame-connection.ts';
import { helloOf, nonceBytes, protocolVersion } from './hello.ts';
import { answerChallenge, isSameDigest, serverProofOf } from './proof.ts';
import { connectTls, isByKey } from './tls-link.ts';

/** The reason why `connect` failed. */
export type ConnectFailure =
  /** Nothing listens at the address, or the network does not reach it. */
  | 'unreachable'
  | 'unknown_host'
  /** The timeout has passed. */
  | 'no_answer'
  /** The server closed the connection before it sent anything. */
  | 'closed_at_once'
  | 'wrong_key'
  /** The peer is not a server of ours, or does not know the key. */
  | 'foreign_server'
  | 'protocol_version'
  /** The server is on another machine and there is no key: frames, passwords included, would travel unencrypted. */
  | 'needs_key';

export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  readonly failure: ConnectFailure;

  constructor(failure: ConnectFailure, options?: ErrorOptions) {
    super(`no connection: ${failure}`, options);
    this.failure = failure;
  }
}

export interface ConnectOptions {
  readonly address: Address;
  /** Undefined: neither side proves the key. Allowed on this machine only. */
  readonly key: Buffer | undefined;
  /** Use TLS to a server on this machine, too. Its ListenerOptions must say the same. */
  readonly encryptsLoopback?: boolean;
  /** For all steps together: name lookup, TCP, TLS, proof and hello. */
  readonly timeoutMs: number;
  /** Aborts the attempt; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** Connects, proves the key and says hello. The server has proved the key, too. @throws ConnectError; the signal's reason. */
export function connect(options: ConnectOptions): Promise<FrameConnection> {
  return within(options, async (onSocket) => {
    const stream = await reach(options, onSocket);
    if (options.key === undefined && !isLocal(stream)) throw new ConnectError('needs_key');
    const connection = new FrameConnection({ id: 'client', stream, peer: options.address });
    await exchangeHello(connection, options.key);
    return connection;
  });
}

/**
 * Connects for plain frames or bytes: proves the key if there is one, and sends no hello.
 * @throws ConnectError; the signal's reason.
 */
export function connectPlain(options: ConnectOptions): Promise<Duplex> {
  return within(options, (onSocket) => reach(options, onSocket));
}

async function within<T>(
  { timeoutMs, signal }: ConnectOptions,
  work: (onSocket: (socket: Socket) => void) => Promise<T>,
): Promise<T> {
  let socket: Socket | undefined;
  let reason: unknown;
  const giveUp = (why: unknown): void => {
    reason = why;
    socket?.destroy();
  };
  const abort = (): void => giveUp(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', abort);
  const timer = setTimeout(() => giveUp(new ConnectError('no_answer')), timeoutMs);
  try {
    return await work((made) => {
      socket = made;
    });
  } catch (error) {
    socket?.destroy();
    throw reason ?? error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

async function reach(
  { address, key, encryptsLoopback = false }: ConnectOptions,
  onSocket: (socket: Socket) => void,
): Promise<Duplex> {
  const socket = connectSocket({
    ...address,
    allowHalfOpen: true,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
  });
  onSocket(socket);
  await untilOpen(socket, 'connect', unreachable);
  if (key === undefined) return socket;
  const stream = isLocal(socket) && !encryptsLoopback ? socket : await encrypt(socket, key);
  if (!(await answerChallenge(stream, key))) throw new ConnectError('closed_at_once');
  return stream;
}

const isLocal = (stream: Duplex): boolean =>
  stream instanceof Socket && isLoopback(stream.remoteAddress ?? '');

async function encrypt(socket: Socket, key: Buffer): Promise<Duplex> {
  const stream = connectTls(socket, key);
  await untilOpen(stream, 'secureConnect', (error) => {
    // A TLS alert means that the keys differ. Other bytes mean that the peer does not speak our TLS.
    const failure = error?.code?.includes('ALERT') ? 'wrong_key' : 'foreign_server';
    return new ConnectError(socket.bytesRead === 0 ? 'closed_at_once' : failure, { cause: error });
  });
  if (!isByKey(stream)) throw new ConnectError('foreign_server');
  return stream;
}

/** Checks the server's proof of the key, so that no password is sent to a foreign server. */
async function exchangeHello(connection: FrameConnection, key: Buffer | undefined): Promise<void> {
  const nonce = randomBytes(nonceBytes);
  const answer = await receiveAnswer(connection, nonce, key);
  const { status, protocol, proof } = answer;
  if (protocol !== protocolVersion)
    throw new ConnectError(Number.isInteger(protocol) ? 'protocol_version' : 'foreign_server');
  const given = Buffer.from(typeof proof === 'string' ? proof : '', 'hex');
  const isProved = key === undefined || isSameDigest(given, serverProofOf(key, nonce));
  if (status !== 'ok' || !isProved) throw new ConnectError('foreign_server');
  connection.isHelloDone = true;
}

async function receiveAnswer(connection: FrameConnection, nonce: Buffer, key: Buffer | undefined) {
  try {
    await connection.send(helloOf(nonce));
    const answer = await connection.receive();
    if (answer !== undefined) return answer.header;
  } catch (error) {
    if (error instanceof ConnectionLost && error.reason === 'deadline')
      throw new ConnectError('no_answer', { cause: error });
    // Bytes that are no frame come from a foreign server.
    const isClosed = error instanceof ConnectionLost && closedReasons.has(error.reason);
    throw new ConnectError(isClosed ? closedEarly(key) : 'foreign_server', { cause: error });
  }
  throw new ConnectError(closedEarly(key));
}

const closedReasons: ReadonlySet<string> = new Set(['closed', 'reset', 'broken']);

/** The server closes the connection without an answer when the client's digest is wrong. */
const closedEarly = (key: Buffer | undefined): ConnectFailure =>
  key === undefined ? 'closed_at_once' : 'wrong_key';

function untilOpen(
  stream: Duplex,
  event: string,
  failure: (error: NodeJS.ErrnoException | undefined) => Error,
): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once(event, () => resolve());
    stream.on('error', (error) => reject(failure(error)));
    stream.once('close', () => reject(failure(undefined)));
  });
}

const unreachable = (error: NodeJS.ErrnoException | undefined): ConnectError =>
  new ConnectError(failureByCode[error?.code ?? ''] ?? 'unreachable', { cause: error });

const failureByCode: Readonly<Record<string, ConnectFailure>> = {
  ENOTFOUND: 'unknown_host',
  EAI_AGAIN: 'unknown_host',
  ECONNRESET: 'closed_at_once',
};
