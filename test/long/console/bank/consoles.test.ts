import { test } from 'vitest';
import { transferAtOnce } from '#test/app/console/bank/many-consoles.ts';

test('200 consoles at once, with and without a terminal, each transferring: the totals are right', () =>
  transferAtOnce(200));
