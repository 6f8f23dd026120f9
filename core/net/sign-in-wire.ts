import type { Credentials } from '#core/authenticate.ts';
import type { Header } from '#lib/net/connection.ts';
import { isObject, parseJson } from '#lib/net/json.ts';
import { WireError } from './wire-error.ts';

/** The request that signs a connection in. Name and password are in the body, because only headers are logged. */
export const signInRequest = ({ name, password }: Credentials): [Header, Buffer] => [
  { cmd: 'sign-in' },
  Buffer.from(JSON.stringify({ user: name, password })),
];

/** Parses the body of the request. @throws WireError. */
export function credentialsIn(body: Buffer): Credentials {
  const value = parseJson(body.toString('utf8'));
  if (!isObject(value)) throw new WireError('JSON');
  const { user, password } = value;
  if (typeof user !== 'string' || typeof password !== 'string') throw new WireError('user, password');
  return { name: user, password };
}
