import { expect, test } from 'vitest';
import { type Outcome, Outcomes, outcomeKey } from '#core/console/server/outcomes.ts';

const minuteMs = 60_000;

function openOutcomes() {
  let uptimeMs = 0;
  let runs = 0;
  const outcomes = new Outcomes(() => uptimeMs);
  const outcome = (text: string): Outcome => ({
    pieces: [{ stream: 'stdout', bytes: Buffer.from(text) }],
    exit: 0,
  });
  return {
    outcomes,
    outcome,
    move: (ms: number) => {
      uptimeMs += ms;
    },
    /** The output under a key, and how often the command ran for it. */
    ask: async (key: string, text = key) => {
      const known = await outcomes.of(key, async () => {
        runs++;
        return outcome(text);
      });
      return `${known?.pieces.map(({ bytes }) => bytes.toString()).join('')} ${runs}`;
    },
  };
}

test('a repeated command gets the same answer and does not run again; another command runs', async () => {
  const { ask } = openOutcomes();
  expect(await ask('a')).toBe('a 1');
  expect(await ask('a')).toBe('a 1');
  expect(await ask('b')).toBe('b 2');
});

test('a repeated command waits while the first one runs', async () => {
  const { outcomes, outcome, ask } = openOutcomes();
  let finish: (one: Outcome) => void = () => {};
  const first = outcomes.of('a', () => new Promise((resolve) => (finish = resolve)));
  const second = ask('a');
  finish(outcome('once'));
  expect([(await first)?.exit, await second]).toEqual([0, 'once 0']);
});

test('the waiting call runs the command again when the first failed or was for one client only', async () => {
  const { outcomes, ask } = openOutcomes();
  let finish: (one: undefined) => void = () => {};
  const personal = outcomes.of('a', () => new Promise((resolve) => (finish = resolve)));
  const waiting = ask('a');
  finish(undefined);
  expect([await personal, await waiting]).toEqual([undefined, 'a 1']);
  const failing = outcomes.of('b', async () => {
    throw new Error('a bug');
  });
  const next = ask('b');
  await expect(failing).rejects.toThrow('a bug');
  expect(await next).toBe('b 2');
});

test('an answer is kept for ten minutes', async () => {
  const { ask, move } = openOutcomes();
  await ask('a');
  move(10 * minuteMs);
  expect(await ask('a')).toBe('a 1');
  move(1);
  expect(await ask('a')).toBe('a 2');
});

test('ten thousand answers are kept, the oldest is dropped first, and a long one is not kept', async () => {
  const { ask } = openOutcomes();
  for (let number = 0; number < 10_001; number++) await ask(String(number));
  expect(await ask('1')).toBe('1 10001');
  expect(await ask('0')).toBe('0 10002');
  const long = 'x'.repeat(64 * 1024 + 1);
  await ask('long', long);
  expect(await ask('long', long)).toBe(`${long} 10004`);
});

test('sixteen mebibytes are kept, the oldest answers are dropped first', async () => {
  const { ask } = openOutcomes();
  const kibibytes60 = 'x'.repeat(60 * 1024);
  const count = 280;
  for (let number = 0; number < count; number++) await ask(String(number), kibibytes60);
  // 16 MiB hold 271 of them with their overhead.
  expect(await ask('20', kibibytes60)).toBe(`${kibibytes60} ${count}`);
  expect(await ask('0', kibibytes60)).toBe(`${kibibytes60} ${count + 1}`);
});

test('a dropped answer makes room', async () => {
  const { ask, move } = openOutcomes();
  const kibibytes60 = 'x'.repeat(60 * 1024);
  for (let round = 0; round < 3; round++) {
    for (let number = 0; number < 200; number++) await ask(String(number), kibibytes60);
    move(11 * minuteMs);
  }
  for (let number = 0; number < 200; number++) await ask(String(number), kibibytes60);
  expect(await ask('0', kibibytes60)).toBe(`${kibibytes60} 800`);
});

test('many small pieces count for more than their bytes', async () => {
  const { outcomes, ask } = openOutcomes();
  const pieces = Array.from({ length: 10_000 }, (_, number) => ({
    stream: number % 2 === 0 ? ('stdout' as const) : ('stderr' as const),
    bytes: Buffer.from('x'),
  }));
  await ask('first');
  for (let number = 0; number < 7; number++)
    await outcomes.of(`n${number}`, async () => ({ pieces, exit: 0 }));
  expect(await ask('first')).toBe('first 2');
});

test('both outputs keep their order, in as few pieces as possible and without shared memory', async () => {
  const { outcomes } = openOutcomes();
  const piece = (stream: 'stdout' | 'stderr', text: string) => ({ stream, bytes: Buffer.from(text) });
  const pieces = [piece('stdout', 'a'), piece('stdout', '中'), piece('stderr', 'c'), piece('stdout', 'd')];
  const known = await outcomes.of('a', async () => ({ pieces, exit: 3 }));
  expect(known?.exit).toBe(3);
  expect(known?.pieces.map(({ stream, bytes }) => `${stream} ${bytes}`)).toEqual([
    'stdout a中',
    'stderr c',
    'stdout d',
  ]);
  for (const { bytes } of known?.pieces ?? []) expect(bytes.buffer.byteLength).toBe(bytes.length);
});

test('every part of a command counts', () => {
  const parts = [
    ['1', ['a', 'b'], [['password', 'x']]],
    ['2', ['a', 'b'], [['password', 'x']]],
    ['1', ['a b'], [['password', 'x']]],
    ['1', ['a', 'b'], [['password', 'y']]],
    ['1', ['a', 'b'], []],
  ];
  expect(new Set(parts.map((one) => outcomeKey(...one))).size).toBe(parts.length);
});
