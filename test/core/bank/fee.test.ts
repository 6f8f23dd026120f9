import { expect, test } from 'vitest';
import { withdrawalFee } from '#core/bank/fee.ts';

test.each([
  // amount, basis points, fee
  [10_000n, 500n, 500n],
  [1n, 500n, 0n],
  [9n, 500n, 0n],
  [10n, 500n, 1n], // exactly half a fen goes up
  [29n, 500n, 1n],
  [30n, 500n, 2n],
  [10_000n, 0n, 0n],
  [10_000n, 1n, 1n],
  [4_999n, 1n, 0n],
  [5_000n, 1n, 1n],
  [10_000n, 10_000n, 10_000n],
  [10n ** 15n, 500n, 5n * 10n ** 13n],
])('%s at %s basis points: %s', (amountFen, basisPoints, feeFen) => {
  expect(withdrawalFee(amountFen, basisPoints)).toBe(feeFen);
});
