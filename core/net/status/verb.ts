import { ask } from '#core/net/client/ask.ts';
import type { Verb } from '#core/net/client/verb.ts';
import type { Header } from '#lib/net/connection.ts';
import { clean, jsonLine } from '#lib/text/clean.ts';
import { servicesIn, statusRequest } from './wire.ts';

/** Prints the state and the counters of the server. */
export const status: Verb = {
  name: 'status',
  usage: '',
  summary: { zh: '显示服务器的状态和计数', en: 'show the state and the counters of the server' },
  words: { min: 0, max: 0 },
  async run({ connect, wantsJson, print }) {
    const { status: _, ...health } = (await ask(await connect(), statusRequest)).header;
    if (wantsJson) print(jsonLine(health));
    else for (const line of lines(withServicesByName(health))) print(clean(line));
    return undefined;
  },
};

/** Formats services as the server prints them at its start: `services.time  udp 127.0.0.1:9000`. */
function withServicesByName(health: Header): Header {
  if (!Array.isArray(health['services'])) return health;
  const addresses = servicesIn(health).map(({ name, protocol, address }) => [name, `${protocol} ${address}`]);
  return { ...health, services: Object.fromEntries(addresses) };
}

/** A malicious server could send a deeply nested status. */
const depthMax = 8;

/** One value per line, for grep: `requests.echo.count  12`. */
function lines(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [`${path.join('.')}  ${String(value)}`];
  if (path.length === depthMax) return [`${path.join('.')}  …`];
  return Object.entries(value).flatMap(([key, inner]) => lines(inner, [...path, key]));
}
