import type { App } from '#core/app.ts';
import type { PartPaths } from '#core/part.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Address } from '#lib/net/address.ts';
import type { Handler } from '#lib/net/connection.ts';
import type { ConnectionLimiter } from '#lib/net/connection-limiter.ts';
import type { Link } from '#lib/net/link.ts';
import type { Counters } from './counters.ts';

/** What every service is opened with. `Settings` is what it reads of the settings. */
export interface ServiceOptions<Settings> {
  readonly settings: Settings;
  readonly paths: PartPaths;
  readonly app: App;
  /** What a service logs of its requests goes with the access log. */
  readonly logger: Logger;
  readonly limiter: ConnectionLimiter;
  readonly counters: Counters;
  /** Known once everything listens. */
  readonly addresses: () => readonly ServiceAddress[];
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
}

/** An entry of bin/parts/serve.ts. @returns undefined when the settings switch the service off. @throws AppError */
export type OpenService<Settings> = (
  options: ServiceOptions<Settings>,
) => Service | undefined | Promise<Service | undefined>;

/** Something the server offers. */
export interface Service {
  /** As printed when the server starts. */
  readonly name: string;
  /** What it answers on the server's own port, by the `cmd` of a frame. */
  readonly handlers?: Readonly<Record<string, Handler>>;
  /** Those of them that are for peers who do not say hello, too, as the course's: they are sent no answer. */
  readonly plainCommands?: readonly string[];
  /** A port beside the server's own, for a protocol without frames. */
  readonly own?: OwnTcp | OwnUdp;
  /** Called when nobody is served any more. */
  close?(): Promise<void>;
}

export interface OwnTcp {
  readonly protocol: 'tcp';
  readonly port: number;
  /** Called with every client that has proved the key. The link is closed when the promise is settled. */
  serve(link: Link): Promise<void>;
}

export interface OwnUdp {
  readonly protocol: 'udp';
  readonly port: number;
  /** @param address the server's host and the port to take, 0 for any. @throws the system's error. */
  open(address: Address): Promise<{ readonly address: Address; close(): Promise<void> }>;
}

/** Where a service can be reached. */
export interface ServiceAddress {
  readonly name: string;
  readonly protocol: 'tcp' | 'udp';
  readonly address: Address;
}
