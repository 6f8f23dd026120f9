import type { Counters } from '#core/net/server/counters.ts';
import type { OpenService, Service, ServiceAddress } from '#core/net/server/service.ts';
import type { ConnectionLimiter } from '#lib/net/connection-limiter.ts';
import { listedServices } from './wire.ts';

export interface StatusOptions {
  readonly version: string;
  readonly limiter: ConnectionLimiter;
  readonly counters: Counters;
  /** Available after all ports listen. */
  readonly addresses: () => readonly ServiceAddress[];
  /** A monotonic clock, in milliseconds. */
  readonly uptimeMs: () => number;
}

/** State and counters of the server, for users and monitoring programs. */
export function statusService({ version, limiter, counters, addresses, uptimeMs }: StatusOptions): Service {
  const startedMs = uptimeMs();
  return {
    name: 'status',
    handlers: {
      status(_request, connection) {
        return connection.send({
          status: 'ok',
          version,
          uptime_seconds: Math.floor((uptimeMs() - startedMs) / 1000),
          memory_bytes: process.memoryUsage.rss(),
          connections: limiter.connections,
          unproven: limiter.unproven,
          ...counters.json(),
          services: listedServices(addresses()),
        });
      },
    },
  };
}

export const openStatusService: OpenService<unknown> = ({ app, limiter, counters, addresses }) =>
  statusService({ version: app.version, limiter, counters, addresses, uptimeMs: () => app.clock.uptimeMs() });
