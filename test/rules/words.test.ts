import { expect, test } from 'vitest';
import { parts } from '#build/parts.js';
import { root } from '#test/kit/root.ts';
import { readProject, sourcesIn } from './sources.ts';
import { betrayals } from './words.ts';

test('no source names a part that it does not need', () => {
  expect(betrayals(sourcesIn(readProject(root)))).toEqual([]);
});

const [
  part = '',
  {
    words: [word = ''],
  } = { words: [] },
] = Object.entries(parts)[0] ?? [];

test('a word of a part is found', () => {
  const comment = `// As ${word} does.\n`;
  expect(betrayals(new Map([['core/menu.ts', comment]]))).toEqual([
    expect.stringContaining(`core/menu.ts speaks of ${word}`),
  ]);
  expect(betrayals(new Map([[`core/${part}/x.ts`, comment]]))).toEqual([]);
});
