import { expect, test } from 'vitest';
import { type Outcome, Outcomes, outcomeKey } from '#core/services/console/outcomes.ts';

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
    /** What is shown under a key, and how often it was run for that. */
    ask: async (key: string, text = key) => {
      const known = await outcomes.of(key, async () => {
        runs++;
        return outcome(text);
      });
      return `${known?.pieces.map(({ bytes }) => bytes.toString()).join('')} ${runs}`;
    },
  };
}

test('the same again is answered again, and not run again; another is', async () => {
  const { ask } = openOutcomes();
  expect(await ask('a')).toBe('a 1');
  expect(await ask('a')).toBe('a 1');
  expect(await ask('b')).toBe('b 2');
});

test('the same while it runs waits for it', async () => {
  const { outcomes, outcome, ask } = openOutcomes();
  let finish: (one: Outcome) => void = () => {};
  const first = outcomes.of('a', () => new Promise((resolve) => (finish = resolve)));
  const second = ask('a');
  finish(outcome('once'));
  expect([(await first)?.exit, await second]).toEqual([0, 'once 0']);
});

test('what failed, or was for one person only, is run again by whoever waited', async () => {
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

test('it is remembered for ten minutes', async () => {
  const { ask, move } = openOutcomes();
  await ask('a');
  move(10 * minuteMs);
  expect(await ask('a')).toBe('a 1');
  move(1);
  expect(await ask('a')).toBe('a 2');
});

test('ten thousand are remembered, the oldest goes first, and what is long is not kept', async () => {
  const { ask } = openOutcomes();
  for (let number = 0; number < 10_001; number++) await ask(String(number));
  expect(await ask('1')).toBe('1 10001');
  expect(await ask('0')).toBe('0 10002');
  const long = 'x'.repeat(64 * 1024 + 1);
  await ask('long', long);
  expect(await ask('long', long)).toBe(`${long} 10004`);
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
