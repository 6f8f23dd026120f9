import type { Address } from '#lib/net/address.ts';
import { type ConnectOptions, connect } from '#lib/net/connect.ts';
import type { Handler } from '#lib/net/connection.ts';
import { ConnectionLimiter, type ConnectionLimits } from '#lib/net/connection-limiter.ts';
import { type DispatchOptions, dispatch, type Served } from '#lib/net/dispatch.ts';
import type { FrameConnection } from '#lib/net/frame-connection.ts';
import { type Listener, type ListenerOptions, openListener } from '#lib/net/listener.ts';
import { Lifetime } from '#test/kit/lifetime.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { openRawPeer, type RawPeer } from './raw-peer.ts';

export const testKey = Buffer.alloc(32, 7);
export const roomy: ConnectionLimits = {
  connections: 2_000,
  connectionsPerAddress: 2_000,
  unproven: 2_000,
  wrongProofs: 1_000_000,
};

export interface TestServer extends AsyncDisposable {
  readonly address: Address;
  readonly listener: Listener;
  readonly limiter: ConnectionLimiter;
  /** The refusals of the listener, the reasons of ended connections, and the served requests: one entry each. */
  readonly refused: string[];
  readonly ends: string[];
  readonly served: Served[];
  /** A client of the app. It is closed with the server, as the raw peers are. */
  connect(options?: Partial<ConnectOptions>): Promise<FrameConnection>;
  openPeer(): Promise<RawPeer>;
  /** A raw peer that has proved the key, if there is a key. */
  openProved(): Promise<RawPeer>;
}

export interface TestServerOptions extends Partial<Omit<DispatchOptions, 'handlers'>> {
  readonly handlers?: Readonly<Record<string, Handler>>;
  readonly limits?: Partial<ConnectionLimits>;
  readonly listener?: Partial<ListenerOptions>;
}

/** Listener, limiter and dispatch with handlers of a test, without other code of the app; `await using` stops it. */
export async function openTestServer({
  handlers = {},
  limits = {},
  listener: listenerOptions = {},
  ...dispatchOptions
}: TestServerOptions = {}): Promise<TestServer> {
  const limiter = new ConnectionLimiter({ ...roomy, ...limits });
  const [refused, ends, served]: [string[], string[], Served[]] = [[], [], []];
  const key = 'key' in listenerOptions ? listenerOptions.key : testKey;
  const options: DispatchOptions = {
    handlers: new Map(Object.entries(handlers)),
    plainCommands: new Set(['put']),
    key,
    idleMs: 600_000,
    uptimeMs: () => performance.now(),
    answerTo: (error) => ({ status: 'error', says: error instanceof Error ? error.message : error }),
    onServed: (one) => served.push(one),
    onEnd: (_, reason) => ends.push(reason),
    ...dispatchOptions,
  };
  const listener = await openListener({
    host: '127.0.0.1',
    port: 0,
    key,
    limiter,
    proofTimeoutMs: patienceMs,
    serve: (link) => dispatch(link, options),
    onRefused: (_, why) => refused.push(why),
    ...listenerOptions,
  });
  let isStopped = false;
  const lifetime = new Lifetime();
  lifetime.defer(() => (isStopped ? undefined : listener.stop(0)));
  const address = listener.address;
  return {
    address,
    listener: {
      address,
      stop(withinMs) {
        isStopped = true;
        return listener.stop(withinMs);
      },
    },
    limiter,
    refused,
    ends,
    served,
    async connect(changes = {}) {
      const connection = await connect({ address, key, timeoutMs: patienceMs, ...changes });
      lifetime.defer(() => connection.lose('done'));
      return connection;
    },
    openPeer: async () => lifetime.use(await openRawPeer(address)),
    async openProved() {
      const peer = lifetime.use(await openRawPeer(address));
      return key === undefined ? peer : peer.prove(key);
    },
    [Symbol.asyncDispose]: () => lifetime[Symbol.asyncDispose](),
  };
}
