import type { App } from '#core/app.ts';
import type { PartPaths } from '#core/part.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Address } from '#lib/net/address.ts';
import type { Handler } from '#lib/net/connection.ts';
import type { ConnectionLimiter } from '#lib/net/connection-limiter.ts';
import type { Link } from '#lib/net/link.ts';
import type { Counters } from './counters.ts';

/** The options of every service. `Settings` is the type of the settings that it reads. */
export interface ServiceOptions<Settings> {
  readonly settings: Settings;
  readonly paths: PartPaths;
  readonly app: App;
  /** The logger of the server, for messages about requests. */
  readonly logger: Logger;
  readonly limiter: ConnectionLimiter;
  readonly counters: Counters;
  /** Available after all ports listen. */
  readonly addresses: () => readonly ServiceAddress[];
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
}

/** An entry of bin/parts/serve.ts. @returns undefined if the settings disable the service. @throws AppError */
export type OpenService<Settings> = (
  options: ServiceOptions<Settings>,
) => Service | undefined | Promise<Service | undefined>;

/** A service of the server. */
export interface Service {
  /** The name that the server prints at its start. */
  readonly name: string;
  /** Handlers on the server's port, by the `cmd` of a request. */
  readonly handlers?: Readonly<Record<string, Handler>>;
  /** The handlers that also serve peers without a hello, such as the course's. Those peers get no answer. */
  readonly plainCommands?: readonly string[];
  /** A separate port for a protocol without frames. */
  readonly own?: OwnTcp | OwnUdp;
  /** Called after the last client was served. */
  close?(): Promise<void>;
}

export interface OwnTcp {
  readonly protocol: 'tcp';
  readonly port: number;
  /** Called for every client that has proved the key. The server closes the link when the promise settles. */
  serve(link: Link): Promise<void>;
}

export interface OwnUdp {
  readonly protocol: 'udp';
  readonly port: number;
  /** @param address the server's host and the port to listen on; 0 for any free one. @throws the system's error. */
  open(address: Address): Promise<{ readonly address: Address; close(): Promise<void> }>;
}

/** The address of a service. */
export interface ServiceAddress {
  readonly name: string;
  readonly protocol: 'tcp' | 'udp';
  readonly address: Address;
}
