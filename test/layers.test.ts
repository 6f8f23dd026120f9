import { expect, test } from 'vitest';
import { root } from '#test/kit/root.ts';
import { demo, layerViolations, readSources } from './layers.ts';

const sources = readSources(root);

test('imports point rightward only, and the skeleton does not know the demo', () => {
  expect(sources.size).toBeGreaterThan(50);
  expect(layerViolations(sources)).toEqual([]);
});

/** Planted violations name these, also when the demo has been taken away. */
const someDemo = [
  /^core\/bank\//,
  /^core\/commands\/(buy|transfer)\.ts$/,
  /^db\/journal\.ts$/,
  /^bin\/shop-and-bank\.ts$/,
];

test('every pattern of the demo names files that exist', () => {
  for (const pattern of demo) expect([...sources.keys()].some((path) => pattern.test(path))).toBe(true);
});

test.each([
  ['lib knows the app', 'lib/money.ts', `import { Users } from '#core/users/users.ts';`, /rightward only/],
  ['db knows core', 'db/users.ts', `import type { User } from '#core/session.ts';`, /rightward only/],
  [
    'db knows core by a relative path',
    'db/users.ts',
    `import type { User } from '#core/session.ts';`,
    /rightward only/,
  ],
  ['core knows bin', 'core/menu.ts', `const app = await import('#bin/shared/app.ts');`, /rightward only/],
  [
    'core reads conf',
    'core/menu.ts',
    `import { readSettings } from '#conf/settings.ts';`,
    /read once, in bin/,
  ],
  ['conf knows db', 'conf/settings.ts', `import '#db/sqlite/sqlite.ts';`, /nothing but lib/],
  [
    'the skeleton knows the bank',
    'core/menu.ts',
    `export { Bank } from '#core/bank/bank.ts';`,
    /never imports the demo/,
  ],
  [
    'a command of the skeleton knows one of the demo',
    'core/commands/quit.ts',
    `import { Buy } from './buy.ts';`,
    /never imports the demo/,
  ],
  [
    'the database knows the journal',
    'db/sqlite.ts',
    `import { post } from './journal.ts';`,
    /never imports the demo/,
  ],
])('a planted violation is caught: %s', (_, path, source, sentence) => {
  const [problem, ...more] = layerViolations(new Map([[path, source]]), someDemo);
  expect(problem).toMatch(sentence);
  expect(problem).toContain(path);
  expect(more).toEqual([]);
});

test.each([
  ['bin/app.ts', `import { shopAndBank } from './shop-and-bank.ts';`],
  ['core/bank/bank.ts', `import { post } from '#db/bank/journal.ts';`],
  ['core/commands/transfer.ts', `import { Command } from '#core/command.ts';`],
  ['bin/app.ts', `import { readSettings } from '#conf/settings.ts';`],
  ['lib/ini/parse.ts', `import ini from 'ini';`],
])('what the rule allows passes: %s %s', (path, source) => {
  expect(layerViolations(new Map([[path, source]]), someDemo)).toEqual([]);
});
