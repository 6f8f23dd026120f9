import { expect, test } from 'vitest';
import { combinations } from '#build/part-of.js';
import { parts } from '#build/parts.js';
import { root } from '#test/kit/root.ts';
import { Reach, toolbox, unreachedSentence } from './reach.ts';
import { readProject, sourcesIn } from './sources.ts';

const project = readProject(root);
const sources = sourcesIn(project);

test('in every combination of parts, every source is reached by a program', () => {
  const reach = new Reach(sources, project);
  const found = new Map<string, string>();
  for (const present of combinations())
    for (const path of reach.unreached(present)) found.set(path, unreachedSentence(path, present));
  expect([...found.values()]).toEqual([]);
});

test('the toolbox names files that exist, each with a reason', () => {
  for (const [path, reason] of toolbox) expect([path, reason !== '']).toEqual([path, true]);
});

const [part = 'part'] = Object.keys(parts).filter((name) => parts[name]?.needs.length === 0);

test('a source that only a left-out part uses is found', () => {
  const planted = new Map([...sources, ['lib/planted.ts', '']]);
  const used = new Map(planted)
    .set(`core/${part}/planted.ts`, `import '#lib/planted.ts';`)
    .set('bin/parts/app.ts', `${sources.get('bin/parts/app.ts')}\nimport '#core/${part}/planted.ts';`);
  expect(new Reach(planted, project).unreached(new Set([part]))).toContain('lib/planted.ts');
  expect(new Reach(used, project).unreached(new Set([part]))).not.toContain('lib/planted.ts');
  expect(new Reach(used, project).unreached(new Set())).toContain('lib/planted.ts');
});
