import { expect, test } from 'vitest';
import { without } from '#build/part-of.js';
import { parts } from '#build/parts.js';
import { root } from '#test/kit/root.ts';
import { Combination } from '#test/rules/combination.ts';
import { readProject } from '#test/rules/sources.ts';

const project = readProject(root);
const names = Object.keys(parts);
const pairs = names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const));

test.each(pairs)('without %s and %s: lint and types are clean, and every program starts', async (...left) => {
  using combination = new Combination(project, without(left));
  await combination.lint(['.']);
  expect(await combination.smoke()).toContain('start.js');
});
