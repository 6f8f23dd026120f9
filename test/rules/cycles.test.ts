import { expect, test } from 'vitest';
import { root } from '#test/kit/root.ts';
import { cyclesIn } from './cycles.ts';
import { readProject, sourcesIn } from './sources.ts';

test('no file imports itself through others', () => {
  expect(cyclesIn(sourcesIn(readProject(root)))).toEqual([]);
});

test('a circle of imports is found', () => {
  const files = new Map([
    ['lib/a.ts', `import './b.ts';`],
    ['lib/b.ts', `import type { C } from '#lib/c.ts';`],
    ['lib/c.ts', `export { a } from './a.ts';`],
    ['lib/d.ts', `import './a.ts';`],
  ]);
  expect(cyclesIn(files)).toEqual([
    expect.stringMatching(/^lib\/a\.ts -> lib\/b\.ts -> lib\/c\.ts -> lib\/a\.ts: /),
  ]);
});
