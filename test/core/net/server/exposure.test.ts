import { describe, expect, it } from 'vitest';
import { type Exposure, refusedExposure } from '#core/net/server/exposure.ts';
import { expectSentence } from '#test/kit/both-languages.ts';

const key = Buffer.from('8f1d0c7ab35e92467d20e8fb14c6a953');
const weak = Buffer.from('a'.repeat(16));
const path = '/srv/app/conf/secret.key';

/** All cases: whether only this machine reaches the address, the key, plain passwords, and the code of the refusal. */
const table: readonly (readonly [boolean, Exposure['key'], number, string | undefined])[] = [
  [true, key, 0, undefined],
  [true, key, 3, undefined],
  [true, 'none', 0, undefined],
  [true, 'none', 3, undefined],
  [true, 'missing', 0, 'server_needs_key'],
  [true, 'missing', 3, 'server_needs_key'],
  [false, key, 0, undefined],
  [false, key, 3, 'plain_passwords'],
  [true, weak, 3, undefined],
  [false, weak, 0, 'guessable_key'],
  [false, weak, 3, 'guessable_key'],
  [false, 'none', 0, 'no_auth_off_loopback'],
  [false, 'none', 3, 'no_auth_off_loopback'],
  [false, 'missing', 0, 'server_needs_key'],
  [false, 'missing', 3, 'server_needs_key'],
];

const details: Readonly<Record<string, readonly string[]>> = {
  server_needs_key: [path, 'serve.js --new-key'],
  no_auth_off_loopback: ['10.0.0.7', '--no-auth', '127.0.0.1'],
  guessable_key: ['10.0.0.7', path, '--new-key'],
  plain_passwords: ['10.0.0.7', '3', 'protect'],
};

describe.each(table)('loopback %j, key %j, %i plain passwords', (isLoopback, given, plainPasswords, code) => {
  const host = isLoopback ? '127.0.0.1' : '10.0.0.7';
  const refusal = refusedExposure({ host, isLoopback, key: given, keyFile: path, plainPasswords });

  it(code ?? 'may listen', () => {
    expect(refusal?.code).toBe(code);
    if (refusal === undefined) return;
    expect(refusal.exitCode).toBe(2);
    expectSentence(refusal.text);
    for (const detail of details[refusal.code] ?? []) {
      expect(refusal.text.zh).toContain(detail);
      expect(refusal.text.en).toContain(detail);
    }
  });
});
