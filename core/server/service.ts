import type { Address } from '#lib/net/address.ts';
import type { Handler } from '#lib/net/connection.ts';
import type { Link } from '#lib/net/link.ts';

/** Something the server offers. One file each: taken out of bin/services.ts, it is gone. */
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
