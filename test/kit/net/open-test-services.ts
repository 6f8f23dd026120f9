import { AccessLog } from '#core/net/server/access-log.ts';
import { Counters } from '#core/net/server/counters.ts';
import { openServer, type RunningServer, type ServerOptions } from '#core/net/server/open-server.ts';
import type { Service, ServiceAddress } from '#core/net/server/service.ts';
import type { RecordSink } from '#lib/logger/logger.ts';
import { NamedLogger } from '#lib/logger/named-logger.ts';
import type { Address } from '#lib/net/address.ts';
import { type ConnectOptions, connect } from '#lib/net/connect.ts';
import { ConnectionLimiter } from '#lib/net/connection-limiter.ts';
import type { FrameConnection } from '#lib/net/frame-connection.ts';
import { Lifetime } from '#test/kit/lifetime.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { openRawPeer, type RawPeer } from './raw-peer.ts';
import { roomy } from './test-server.ts';

/** The course's own key. */
export const serverKey = Buffer.from('linhaifeng bang bang bang');

interface Options extends Partial<Omit<ServerOptions, 'services'>> {
  readonly counters?: Counters;
  readonly services: readonly Service[] | ((made: Made) => readonly Service[]);
}

/** The options of a service. */
interface Made {
  readonly limiter: ConnectionLimiter;
  readonly counters: Counters;
  readonly addresses: () => readonly ServiceAddress[];
}

export interface TestServices extends AsyncDisposable {
  readonly server: RunningServer;
  readonly limiter: ConnectionLimiter;
  readonly counters: Counters;
  /** The lines of the log. */
  readonly lines: readonly string[];
  readonly logger: NamedLogger;
  /** The address of the server with frames. */
  readonly main: Address;
  /** A client of the app. It is closed with the server, as the raw peers are. */
  connect(options?: Partial<ConnectOptions>): Promise<FrameConnection>;
  /** A raw peer that has proved the key: at the server, or at another port. */
  openProved(address?: Address): Promise<RawPeer>;
}

/** A server with these services on free ports; `await using` stops it. */
export async function openTestServices({ services, ...options }: Options): Promise<TestServices> {
  const lines: string[] = [];
  const sink: RecordSink = {
    isEnabled: () => true,
    write: (level, _name, _place, line) => void lines.push(`${level} ${line}`),
  };
  const logger = new NamedLogger(sink, 'test');
  const limiter = options.limiter ?? new ConnectionLimiter(roomy);
  const counters = options.counters ?? new Counters();
  const addresses = () => server.addresses;
  const server: RunningServer = await openServer({
    host: '127.0.0.1',
    port: 0,
    key: serverKey,
    limiter,
    accessLog: new AccessLog({ logger, counters, uptimeMs: () => performance.now() }),
    proofTimeoutMs: patienceMs,
    idleTimeoutMs: 600_000,
    logger,
    uptimeMs: () => performance.now(),
    ...options,
    services: [
      main,
      ...(typeof services === 'function' ? services({ limiter, counters, addresses }) : services),
    ],
  });
  const lifetime = new Lifetime();
  lifetime.defer(() => server.stop(0));
  const address = server.addresses[0]?.address as Address;
  return {
    server,
    limiter,
    counters,
    lines,
    logger,
    main: address,
    async connect(changes = {}) {
      const connection = await connect({ address, key: serverKey, timeoutMs: patienceMs, ...changes });
      lifetime.defer(() => connection.lose('done'));
      return connection;
    },
    openProved: async (at = address) => lifetime.use(await openRawPeer(at)).prove(serverKey),
    [Symbol.asyncDispose]: () => lifetime[Symbol.asyncDispose](),
  };
}

/** A service without a port of its own: its address is that of the server. */
const main: Service = { name: 'main' };
