import { expect, test, vi } from 'vitest';
import { ListCursor } from '#lib/terminal/list-cursor.ts';
import { forEachTest } from '#test/kit/lifetime.ts';

const lifetime = forEachTest();

function openList() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  lifetime.defer(() => vi.useRealTimers());
  const names = ['Shop', 'Balance', 'Transfer', '转账', '3 apples', ...'fghijkl'];
  return new ListCursor({ names, active: 0, pageSize: 5 });
}

test.each([
  [['2'], 1],
  [['1', '2'], 11],
  [['12'], 11],
  [['b'], 1],
  [['T', 'R'], 2],
  [['转'], 3],
  [['3'], 2],
  [['3', ' '], 4],
] as const)('%j moves to item %i', (typed, active) => {
  const list = openList();
  for (const text of typed) list.type(text);
  expect([list.active, list.isWrong]).toEqual([active, false]);
});

test.each([
  [['2', '4'], 1],
  [['0'], 0],
  [['13'], 0],
  [['b', 'x'], 1],
  [['x'.repeat(100_000)], 0],
] as const)('%j names no item', (typed, active) => {
  const list = openList();
  for (const text of typed) list.type(text);
  expect([list.active, list.isWrong]).toEqual([active, true]);
});

test('after a while the next character starts anew; until then a wrong text stays wrong', () => {
  const list = openList();
  list.type('2');
  vi.advanceTimersByTime(699);
  list.type('4');
  vi.advanceTimersByTime(10_000);
  expect(list.isWrong).toBe(true);
  list.type('4');
  expect([list.active, list.isWrong]).toEqual([3, false]);
});

test.each(['up', 'home', 'backspace', 'page-down'] as const)('%s forgets what was typed', (key) => {
  const list = openList();
  list.type('99');
  list.press(key);
  expect(list.isWrong).toBe(false);
  list.type('1');
  expect(list.active).toBe(0);
});
