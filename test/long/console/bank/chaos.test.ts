import { test } from 'vitest';
import { transferThroughChaos } from '#test/app/console/bank/transfers.ts';

test(
  '1,000 transfers over a bad network: each is done exactly once',
  () => transferThroughChaos(1_000),
  600_000,
);
