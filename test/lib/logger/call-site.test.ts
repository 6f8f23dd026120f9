import { expect, test } from 'vitest';
import { callSiteOf } from '#lib/logger/call-site.ts';

const log = () => callSiteOf(log);

test('the place is the file and line of the caller', () => {
  const line = Number(/call-site\.test\.ts:(\d+)/.exec(new Error().stack ?? '')?.[1]);
  expect(log()).toBe(`call-site.test.ts:${line + 1}`);
});

test('a caller without a file, and without a caller', async () => {
  const caller = new Function('log', 'return log()') as (log: () => string) => string;
  expect(caller(log)).toMatch(/^.+:\d+$/);
  expect(await new Promise((done) => setImmediate(() => done(callSiteOf(done))))).toBe('?');
});

test('the length of other stack traces is left as it was', () => {
  const { stackTraceLimit } = Error;
  log();
  expect(Error.stackTraceLimit).toBe(stackTraceLimit);
});
