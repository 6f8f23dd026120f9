import type { Counters } from '#core/net/server/counters.ts';
import type { OpenService, Service, ServiceAddress } from '#core/net/server/service.ts';
import { formatAddress } from '#lib/net/address.ts';
import type { Gate } from '#lib/net/gate.ts';

export interface StatusOptions {
  readonly version: string;
  readonly gate: Gate;
  readonly counters: Counters;
  /** Known once everything listens. */
  readonly addresses: () => readonly ServiceAddress[];
  /** Milliseconds since some moment. */
  readonly uptimeMs: () => number;
}

/** Health and counters, for people and for whatever watches the server. */
export function statusService({ version, gate, counters, addresses, uptimeMs }: StatusOptions): Service {
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
          connections: gate.connections,
          unproven: gate.unproven,
          ...counters.json(),
          services: addresses().map(({ name, protocol, address }) => ({
            name,
            protocol,
            address: formatAddress(address),
          })),
        });
      },
    },
  };
}

export const openStatusService: OpenService<unknown> = ({ app, gate, counters, addresses }) =>
  statusService({ version: app.version, gate, counters, addresses, uptimeMs: () => app.clock.uptimeMs() });
