import { test } from 'vitest';
import { transferAtOnce } from '#test/app/console/bank/many-consoles.ts';

test('200 consoles at once, people and scripts, each transferring: the totals are right', () =>
  transferAtOnce(200));
