import { expect, test } from 'vitest';
import { root } from '#test/kit/root.ts';
import { layerViolations } from './layers.ts';
import { readProject, sourcesIn } from './sources.ts';

test('imports point rightward only', () => {
  const sources = sourcesIn(readProject(root));
  expect(sources.size).toBeGreaterThan(100);
  expect(layerViolations(sources)).toEqual([]);
});

test.each([
  ['lib knows core', 'lib/clock.ts', `import { Users } from '#core/users/users.ts';`, /rightward only/],
  ['db knows core', 'db/row.ts', `import type { User } from '#core/session.ts';`, /rightward only/],
  ['by a relative path', 'db/row.ts', `import type { User } from '../core/session.ts';`, /rightward only/],
  ['core knows bin', 'core/menu.ts', `const app = await import('#bin/shared/app.ts');`, /rightward only/],
  [
    'core reads conf',
    'core/menu.ts',
    `import { readSettings } from '#conf/settings.ts';`,
    /read once, in bin/,
  ],
  ['lib knows the app', 'lib/clock.ts', `import { app } from '#conf/app.ts';`, /read once, in bin/],
  [
    'conf does things',
    'conf/logging.ts',
    `import { openSqlite } from '#db/sqlite/sqlite.ts';`,
    /values only/,
  ],
  ['for its effect only', 'lib/clock.ts', `import '#core/menu.ts';`, /rightward only/],
  ['passed on', 'lib/clock.ts', `export { Menu } from '#core/menu.ts';`, /rightward only/],
])('a violation is found: %s', (_, path, source, message) => {
  const found = layerViolations(new Map([[path, source]]));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(message);
});

test('an allowed import is no violation', () => {
  const source = `import { app } from '#conf/app.ts'; import { now } from '#lib/clock.ts'; import x from 'node:fs';`;
  expect(layerViolations(new Map([['core/menu.ts', source]]))).toEqual([]);
});
