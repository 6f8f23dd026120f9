import { expect, it } from 'vitest';
import { skeleton } from '#conf/settings/skeleton.ts';
import { time } from '#conf/settings/time.ts';
import { badNumbers, SettingsReader } from '../settings-reader.ts';

const reader = new SettingsReader({ ...skeleton, time });

it('the time has a port of its own', () => {
  expect(reader.read().time).toEqual({ enabled: true, port: 9000 });
});

it.each([...badNumbers, '65536'])('--time-port %j is refused', (text) => {
  reader.expectRefused('time-port', text);
});
