import { expect, test } from 'vitest';
import { without } from '#build/part-of.js';
import { parts } from '#build/parts.js';
import { root } from '#test/kit/root.ts';
import { Combination } from './combination.ts';
import { readProject } from './sources.ts';

const project = readProject(root);
const names = Object.keys(parts);

const cases: readonly (readonly [name: string, left: readonly string[]])[] = [
  ['no part', names],
  ['every part', []],
  ...names.map((name) => [`every part but ${name}`, [name]] as const),
];

// The import rules hold for every combination; these are built, to see that the rules say enough.
test.each(cases)(
  '%s: lint and types are clean, and every program starts',
  { timeout: 180_000 },
  async (_, left) => {
    using combination = new Combination(project, without(left));
    await combination.lint();
    expect(await combination.smoke()).toContain('start.js');
  },
);
