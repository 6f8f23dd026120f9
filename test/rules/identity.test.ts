import { expect, test } from 'vitest';
import { app } from '#conf/app.ts';
import { root } from '#test/kit/root.ts';
import { currencyViolations, identityViolations } from './identity.ts';
import { readProject, sourcesIn } from './sources.ts';

const sources = sourcesIn(readProject(root));

test('one file knows the identity of the app', () => {
  expect(identityViolations(sources)).toEqual([]);
});

test('lib knows no currency', () => {
  expect(currencyViolations(sources)).toEqual([]);
});

test.each([
  ['the name', `const program = '${app.name}';`],
  ['a variable', `env['${app.variablePrefix}HOME']`],
  ['the title', `print('${app.title.en}')`],
])('a violation is found: %s', (_, line) => {
  expect(identityViolations(new Map([['core/menu.ts', line]]))).toHaveLength(1);
  expect(currencyViolations(new Map([['lib/x.ts', 'const unit = "元";']]))).toHaveLength(1);
});
