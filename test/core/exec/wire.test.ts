import { expect, test } from 'vitest';
import {
  callIn,
  callRequest,
  cancelledHeader,
  exitHeader,
  listRequest,
  namesBody,
  namesIn,
  outputHeader,
  outputIn,
  signalHeader,
  signalIn,
} from '#core/exec/wire.ts';
import { WireError } from '#core/net/wire-error.ts';

test('each side reads what the other writes', () => {
  const call = { name: 'list', args: ['-l', ''], isCancellable: true };
  expect(callIn(callRequest(call))).toEqual(call);
  expect(callIn(listRequest)).toBeUndefined();
  expect(namesIn(namesBody(['a', '列表']))).toEqual(['a', '列表']);
  expect(outputIn(outputHeader('stderr'))).toBe('stderr');
  expect(signalIn(signalHeader('SIGKILL'))).toBe('SIGKILL');
  for (const last of [exitHeader(0), cancelledHeader])
    expect([outputIn(last), signalIn(last)]).toEqual([undefined, undefined]);
});

test('a call without arguments has none, and is not cancellable', () => {
  expect(callIn({ cmd: 'exec', name: 'list' })).toEqual({ name: 'list', args: [], isCancellable: false });
});

test.each([
  ['name', { name: 1 }],
  ['name', { name: 'a\0' }],
  ['args', { name: 'a', args: '-l' }],
  ['args', { name: 'a', args: [1] }],
  ['args', { name: 'a', args: ['a\0'] }],
])('a request with a bad %s is refused', (field, fields) => {
  expect(() => callIn({ cmd: 'exec', ...fields })).toThrow(new WireError(field));
});
