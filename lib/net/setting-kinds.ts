import { isIP } from 'node:net';
import { type Kind, wholeNumber } from '#lib/settings/kind.ts';
import { type Address, parseAddress } from './address.ts';

/** The port that a server listens on. */
export const listeningPort: Kind<number> = {
  valueWord: 'PORT',
  expected: {
    zh: '0 到 65535 的端口（0 表示任一空闲端口）',
    en: 'a port from 0 to 65535 (0 for any free one)',
  },
  parse: wholeNumber({ min: 0, max: 65_535, unit: { zh: '', en: '' } }).parse,
};

/** An IP address or a host name. The name is not resolved here. */
export const host: Kind<string> = {
  valueWord: 'HOST',
  expected: { zh: 'IP 地址或主机名', en: 'an IP address or a host name' },
  parse: (text) => (isIP(text) !== 0 || isHostName(text) ? text : undefined),
};

export const address: Kind<Address> = {
  valueWord: 'HOST:PORT',
  expected: { zh: '形如 127.0.0.1:8081 的地址', en: 'HOST:PORT, such as 127.0.0.1:8081' },
  parse(text) {
    const found = parseAddress(text);
    return found && host.parse(found.host) !== undefined ? Object.freeze(found) : undefined;
  },
};

const isHostName = (text: string): boolean =>
  text.length <= 253 && text.replace(/\.$/, '').split('.').every(isLabel) && !endsInNumber.test(text);

// Compiling the Unicode pattern takes 1 ms, so the ASCII pattern comes first. RFC 1123 forbids underscores, but
// resolvers accept them.
const isLabel = (text: string): boolean =>
  (/^[\w-]{1,63}$/.test(text) || /^[\p{L}\p{M}\p{N}_-]{1,63}$/u.test(text)) && !/^-|-$/.test(text);

/** A name with a numeric last label is a mistyped IP address. */
const endsInNumber = /(?:^|\.)\d+\.?$/;
