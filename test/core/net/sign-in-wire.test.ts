import { expect, test } from 'vitest';
import { credentialsIn, signInRequest } from '#core/net/sign-in-wire.ts';
import { WireError } from '#core/net/wire-error.ts';

test('a server reads what a client sends, and the header has no secret', () => {
  const credentials = { name: '金老板', password: 'a "b"' };
  const [header, body] = signInRequest(credentials);
  expect(header).toEqual({ cmd: 'sign-in' });
  expect(credentialsIn(body)).toEqual(credentials);
});

test.each([
  ['', 'JSON'],
  ['["egon","123"]', 'JSON'],
  ['{"user":"egon"}', 'user, password'],
  ['{"user":1,"password":"123"}', 'user, password'],
])('%j is refused', (body, field) => {
  expect(() => credentialsIn(Buffer.from(body))).toThrow(new WireError(field));
});
