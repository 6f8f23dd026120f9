import { expect, it } from 'vitest';
import { echo } from '#conf/settings/echo.ts';
import { skeleton } from '#conf/settings/skeleton.ts';
import { badNumbers, SettingsReader } from '../settings-reader.ts';

const reader = new SettingsReader({ ...skeleton, echo });

it('the echo has a port of its own', () => {
  expect(reader.read().echo).toEqual({ enabled: true, port: 9999 });
});

it.each([...badNumbers, '65536'])('--echo-port %j is refused', (text) => {
  reader.expectRefused('echo-port', text);
});
