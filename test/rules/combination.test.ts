import { describe, expect, test } from 'vitest';
import { without } from '#build/part-of.js';
import { parts } from '#build/parts.js';
import { root } from '#test/kit/root.ts';
import { Combination } from './combination.ts';
import { readProject } from './sources.ts';

const project = readProject(root);
const names = Object.keys(parts);

// The import rules hold for every combination; these are built as a check of the rules.
describe('lint and types are clean, and every program starts', { timeout: 180_000 }, () => {
  test('with no part', async () => {
    using combination = new Combination(project, without(names));
    await combination.lint();
    await combination.checkTypes();
    expect(await combination.smoke()).toContain('start.js');
  });

  test.each(names)('with every part but %s', async (name) => {
    using combination = new Combination(project, without([name]));
    await combination.lint();
    // The tests' types too are checked in test/long.
    await combination.checkTypes(['bin', 'conf', 'core', 'db', 'lib', 'build']);
    expect(await combination.smoke()).toContain('start.js');
  });

  test('with every part', async () => {
    // `npm test` has run lint and types.
    using combination = new Combination(project, without([]));
    expect(await combination.smoke()).toContain('start.js');
  });
});
