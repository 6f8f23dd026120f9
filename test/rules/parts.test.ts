import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parts as appParts } from '#bin/parts/app.ts';
import { combinations, partsOf, withNeeds, without } from '#build/part-of.js';
import { parts } from '#build/parts.js';
import { root } from '#test/kit/root.ts';
import { isList, partViolations, sharedFiles } from './parts.ts';
import { codeIn, readProject } from './sources.ts';

const project = readProject(root);
const code = codeIn(project);

describe('the code', () => {
  test('no file imports a part that it does not need', () => {
    expect(code.size).toBeGreaterThan(200);
    expect(partViolations(code)).toEqual([]);
  });

  test('every file is in one part at most', () => {
    expect(sharedFiles(project)).toEqual([]);
  });
});

describe('the table', () => {
  test('lists parts with all of their files, or with none', () => {
    const paths = [...project.keys()];
    for (const [part, { needs, files = [] }] of Object.entries(parts)) {
      for (const needed of needs) expect(Object.keys(parts)).toContain(needed);
      const isThere = paths.some((path) => partsOf(path).has(part) && partsOf(path).size === 1);
      for (const path of files) expect([path, project.has(path)]).toEqual([path, isThere]);
    }
  });

  test('a part declares tables exactly when it has migrations', () => {
    const withTables = appParts.filter(({ hasTables }) => hasTables).map(({ name }) => name);
    const withMigrations = readdirSync(join(root, 'db')).filter((name) =>
      existsSync(join(root, 'db', name, 'migrations')),
    );
    expect(['users', ...withTables].sort()).toEqual(withMigrations.sort());
  });

  test('every combination has the parts that its parts need', () => {
    const all = combinations();
    expect(new Set(all.map((set) => [...set].sort().join())).size).toBe(all.length);
    for (const set of all) expect([...withNeeds(set)].sort()).toEqual([...set].sort());
  });

  test('a part is left out with the parts that need it', () => {
    for (const part of Object.keys(parts)) {
      const left = without([part]);
      expect(left.has(part)).toBe(false);
      for (const one of left) expect(withNeeds([one]).has(part)).toBe(false);
    }
  });
});

const [first = 'a', second = 'b'] = Object.keys(parts).filter((part) => parts[part]?.needs.length === 0);

describe('a violation is found', () => {
  test.each([
    ['the skeleton knows a part', 'core/menu.ts', `#core/${first}/x.ts`, /belongs to no part/],
    [
      'a test of the skeleton knows a part',
      'test/core/menu.test.ts',
      `#core/${first}/x.ts`,
      /belongs to no part/,
    ],
    ['a part knows another', `core/${first}/x.ts`, `#lib/${second}/y.ts`, /does not need/],
    ['a part knows a list', `core/${first}/x.ts`, '#bin/parts/app.ts', /which parts there are/],
  ])('%s', (_, path, specifier, message) => {
    const found = partViolations(new Map([[path, `import { x } from '${specifier}';`]]));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  test('a file of two parts', () => {
    expect(sharedFiles(new Map([[`core/${first}/${second}.ts`, '']]))).toHaveLength(1);
    expect(sharedFiles(new Map([[`test/core/${first}/${second}.test.ts`, '']]))).toEqual([]);
  });

  test('but not in the lists, nor in tests of both parts', () => {
    expect(isList('bin/parts/app.ts')).toBe(true);
    expect(
      partViolations(new Map([['bin/parts/app.ts', `import { x } from '#core/${first}/x.ts';`]])),
    ).toEqual([]);
    const both = `import { x } from '#core/${second}/x.ts';`;
    expect(partViolations(new Map([[`test/app/${first}/${second}/x.test.ts`, both]]))).toEqual([]);
  });
});
