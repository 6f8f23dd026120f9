import { expect, test } from 'vitest';
import { without } from '#build/part-of.js';
import { parts } from '#build/parts.js';
import { root } from '#test/kit/root.ts';
import { Combination } from '#test/rules/combination.ts';
import { readProject } from '#test/rules/sources.ts';

const project = readProject(root);
const names = Object.keys(parts);
const cases = names.flatMap((one, index) => [[one], ...names.slice(index + 1).map((other) => [one, other])]);

test.each(cases.map((left) => [left.join(' and '), left] as const))(
  'without %s: lint and types are clean, and every program starts',
  async (_, left) => {
    using combination = new Combination(project, without(left));
    await combination.lint(['.']);
    await combination.checkTypes();
    expect(await combination.smoke()).toContain('start.js');
  },
);
