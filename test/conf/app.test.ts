import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { app } from '#conf/app.ts';
import { root } from '#test/kit/root.ts';

const { name, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

test('the package and its command are called as the app', () => {
  expect(name, 'write the name of conf/app.ts as "name" in package.json').toBe(app.name);
  expect(bin, 'write the name of conf/app.ts as the key of "bin" in package.json').toEqual({
    [app.name]: 'bin/start.js',
  });
  // The name is also that of a file, a user of the system and a command.
  expect(app.name).toMatch(/^[a-z][a-z0-9-]*$/);
});

test('the database id fits into the header of a SQLite file, and is not that of a file without one', () => {
  expect(Number.isInteger(app.databaseId)).toBe(true);
  expect(app.databaseId).toBeGreaterThan(0);
  expect(app.databaseId).toBeLessThan(2 ** 31);
});

test('variables begin with capitals and an underscore', () => {
  expect(app.variablePrefix).toMatch(/^[A-Z][A-Z0-9_]*_$/);
});

test.each(['title', 'description'] as const)('there is a %s in both languages', (key) => {
  expect(app[key].zh.trim()).not.toBe('');
  expect(app[key].en.trim()).not.toBe('');
});
