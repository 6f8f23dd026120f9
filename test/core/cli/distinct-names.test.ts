import { expect, test } from 'vitest';
import { requireDistinctNames } from '#core/cli/distinct-names.ts';

test('a verb that hides a command is refused at start', () => {
  requireDistinctNames([{ name: 'whoami' }, { name: 'put' }]);
  expect(() => requireDistinctNames([{ name: 'whoami' }, { name: 'put' }, { name: 'whoami' }])).toThrow(
    'whoami is the name of two commands or verbs; rename one of them',
  );
});
