import { AccessLog } from '#core/net/server/access-log.ts';
import { Counters } from '#core/net/server/counters.ts';
import { openServer, type RunningServer, type ServerOptions } from '#core/net/server/open-server.ts';
import type { Service, ServiceAddress } from '#core/net/server/service.ts';
import { NamedLogger, type RecordSink } from '#lib/logger/named-logger.ts';
import type { Address } from '#lib/net/address.ts';
import { ConnectionLimiter } from '#lib/net/connection-limiter.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { afterTest } from './cleanups.ts';
import { roomy } from './test-server.ts';

/** The course's own key. */
export const serverKey = Buffer.from('linhaifeng bang bang bang');

interface Options extends Partial<Omit<ServerOptions, 'services'>> {
  readonly counters?: Counters;
  readonly services: readonly Service[] | ((made: Made) => readonly Service[]);
}

/** What services are made from. */
interface Made {
  readonly limiter: ConnectionLimiter;
  readonly counters: Counters;
  readonly addresses: () => readonly ServiceAddress[];
}

/** A server with these services on free ports, and the lines that it logs. Stopped when the test is over. */
export async function openTestServices({ services, ...options }: Options) {
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
  afterTest(() => server.stop(0));
  const [place] = server.addresses;
  return { server, limiter, counters, lines, logger, main: place?.address as Address };
}

/** One that has no port of its own: where it is, is the server. */
const main: Service = { name: 'main' };
