import { expect, it } from 'vitest';
import { netVariables, server } from '#conf/settings/net.ts';
import { skeleton } from '#conf/settings/skeleton.ts';
import { badNumbers, SettingsReader } from '../settings-reader.ts';

const reader = new SettingsReader({ ...skeleton, server }, netVariables);

it('the server has defaults', () => {
  expect(reader.read().server).toEqual({
    host: '127.0.0.1',
    port: 8080,
    connections: 2000,
    connectionsPerAddress: 2000,
    unproven: 256,
    wrongProofs: 20,
    proofTimeoutSeconds: 5,
    idleTimeoutSeconds: 300,
    stopTimeoutSeconds: 10,
  });
});

it.each<[string, string]>([
  ...badNumbers.map((text): [string, string] => ['server-port', text]),
  ['server-port', '65536'],
  ['server-host', 'http://x'],
  ['server-connections', '0'],
  ['server-connections', '100001'],
  ['server-wrong-proofs', '0'],
  ['server-proof-timeout', '0'],
])('--%s %j is refused', (flag, text) => {
  reader.expectRefused(flag, text);
});

it('the variable of the key is no setting, and a similar name is refused with a suggestion', () => {
  expect(reader.problemsOf({ env: { APP_SECRET_KEY: 'x' } })).toEqual([]);
  expect(reader.problemsOf({ env: { APP_SECRET_KYE: 'hunter2' } })).toEqual([
    'APP_SECRET_KYE: there is no such setting; did you mean APP_SECRET_KEY?',
  ]);
});
