/**
 * The fee for withdrawing `amountFen`, taken from the account in addition to it: who asks for 100 gets 100 in cash.
 * Rounded half up to the fen. @param basisPoints hundredths of a per cent: 500 is 5 %.
 */
export function withdrawalFee(amountFen: bigint, basisPoints: bigint): bigint {
  return (amountFen * basisPoints + 5_000n) / 10_000n;
}
