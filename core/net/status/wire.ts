import type { ServiceAddress } from '#core/net/server/service.ts';
import { formatAddress } from '#lib/net/address.ts';
import type { Header } from '#lib/net/connection.ts';
import { isObject } from '#lib/net/json.ts';

/** The request for the status of a server. */
export const statusRequest: Header = { cmd: 'status' };

/** A service in a status. */
export interface ListedService {
  readonly name: string;
  readonly protocol: string;
  /** HOST:PORT */
  readonly address: string;
}

export const listedServices = (addresses: readonly ServiceAddress[]): readonly ListedService[] =>
  addresses.map(({ name, protocol, address }) => ({ name, protocol, address: formatAddress(address) }));

/** The services in a status, without invalid entries. */
export function servicesIn({ services }: Header): readonly ListedService[] {
  return Array.isArray(services) ? services.filter(isListedService) : [];
}

const isListedService = (value: unknown): value is ListedService =>
  isObject(value) && ['name', 'protocol', 'address'].every((key) => typeof value[key] === 'string');
