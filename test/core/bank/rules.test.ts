import { describe, expect, test } from 'vitest';
import { AMOUNT_FEN_MAX } from '#core/bank/money.ts';
import {
  BALANCE_FEN_MAX,
  depositStatus,
  type Status,
  transferStatus,
  withdrawalFee,
  withdrawalStatus,
} from '#core/bank/rules.ts';
import type { JournalTransaction } from '#db/bank/journal.ts';

const [egonId, alexId, cashId, feesId] = [10n, 11n, 2n, 3n];
const account = (id: bigint, balanceFen: bigint | undefined) =>
  balanceFen === undefined ? undefined : { id, balanceFen };

/** The movement that is booked under the id already: `kind actor amount`, with the amount of the receiving account. */
function recorded(text: string, receiver: bigint): JournalTransaction | undefined {
  if (text === '-') return undefined;
  const [kind = '', actor = '', amount = ''] = text.split(' ');
  const entries = [{ accountId: receiver, amountFen: BigInt(amount), balanceAfterFen: 0n }];
  return { id: 'id', kind, actor, atMs: 0, entries };
}

const most = AMOUNT_FEN_MAX;
const full = BALANCE_FEN_MAX;
const none = undefined;

describe('transfer', () => {
  test.each<[string, string, bigint, bigint | undefined, bigint | undefined, string, Status]>([
    // from, to, amount, balance of from, balance of to, recorded under the id, status
    ['egon', 'egon', 100n, 500n, 500n, '-', 'same_account'],
    ['egon', 'egon', -1n, none, none, 'deposit alex 1', 'same_account'],
    ['egon', 'alex', 100n, none, 0n, '-', 'unknown_account'],
    ['egon', 'alex', 100n, 500n, none, '-', 'unknown_account'],
    ['egon', 'alex', -1n, 500n, none, 'deposit alex 1', 'unknown_account'],
    ['egon', 'alex', 0n, 500n, 0n, '-', 'amount_not_positive'],
    ['egon', 'alex', -1n, 500n, 0n, '-', 'amount_not_positive'],
    ['egon', 'alex', -1n, 500n, 0n, 'transfer egon -1', 'amount_not_positive'],
    ['egon', 'alex', most + 1n, full, 0n, '-', 'amount_too_large'],
    ['egon', 'alex', most + 1n, 0n, 0n, 'transfer egon 100', 'amount_too_large'],
    ['egon', 'alex', 100n, 500n, 0n, 'transfer egon 101', 'id_reused'],
    ['egon', 'alex', 100n, 500n, 0n, 'transfer alex 100', 'id_reused'],
    ['egon', 'alex', 100n, 500n, 0n, 'deposit egon 100', 'id_reused'],
    ['egon', 'alex', 100n, 0n, 0n, 'transfer egon 101', 'id_reused'],
    ['egon', 'alex', 100n, 500n, 0n, 'transfer egon 100', 'exists'],
    ['egon', 'alex', 100n, 0n, full, 'transfer egon 100', 'exists'],
    ['egon', 'alex', 501n, 500n, 0n, '-', 'insufficient_funds'],
    ['egon', 'alex', 1n, 0n, full, '-', 'insufficient_funds'],
    ['egon', 'alex', 1n, 1n, full, '-', 'amount_too_large'],
    ['egon', 'alex', 500n, 500n, 0n, '-', 'created'],
    ['egon', 'alex', 1n, 500n, full - 1n, '-', 'created'],
    ['egon', 'alex', most, most, 0n, '-', 'created'],
  ])('%s -> %s %s (has %s, %s; recorded %s): %s', (from, to, amountFen, has, receives, booked, status) => {
    const [sender, receiver] = [account(egonId, has), account(alexId, receives)];
    const facts = { from, to, amountFen, sender, receiver, recorded: recorded(booked, alexId) };
    expect(transferStatus(facts)).toBe(status);
  });

  test('an id whose transfer had another receiver is reused', () => {
    const [sender, receiver] = [
      { id: egonId, balanceFen: 500n },
      { id: alexId, balanceFen: 0n },
    ];
    const facts = { from: 'egon', to: 'alex', amountFen: 100n, sender, receiver };
    expect(transferStatus({ ...facts, recorded: recorded('transfer egon 100', 12n) })).toBe('id_reused');
  });
});

describe('deposit', () => {
  test.each<[bigint, bigint | undefined, bigint, string, Status]>([
    // amount, balance, balance of cash, recorded under the id, status
    [100n, none, 0n, '-', 'unknown_account'],
    [-1n, none, 0n, 'deposit egon 1', 'unknown_account'],
    [0n, 0n, 0n, '-', 'amount_not_positive'],
    [-1n, 0n, 0n, 'deposit egon 1', 'amount_not_positive'],
    [most + 1n, 0n, 0n, 'deposit egon 1', 'amount_too_large'],
    [100n, 0n, 0n, 'deposit egon 99', 'id_reused'],
    [100n, 0n, 0n, 'deposit alex 100', 'id_reused'],
    [100n, 0n, 0n, 'transfer egon 100', 'id_reused'],
    [100n, full, 0n, 'deposit egon 100', 'exists'],
    [100n, full - 99n, 0n, '-', 'amount_too_large'],
    [100n, 0n, -full + 99n, '-', 'amount_too_large'],
    [100n, full - 100n, -full + 100n, '-', 'created'],
    [most, 0n, 0n, '-', 'created'],
  ])('%s (has %s, cash %s; recorded %s): %s', (amountFen, has, cashFen, booked, status) => {
    const facts = {
      name: 'egon',
      amountFen,
      user: account(egonId, has),
      cash: { id: cashId, balanceFen: cashFen },
    };
    expect(depositStatus({ ...facts, recorded: recorded(booked, egonId) })).toBe(status);
  });
});

describe('withdrawal', () => {
  test.each<[bigint, bigint, bigint | undefined, bigint, string, Status]>([
    // amount, fee, balance, balance of cash, recorded under the id, status
    [100n, 5n, none, 0n, '-', 'unknown_account'],
    [-1n, 0n, none, 0n, 'withdrawal egon 1', 'unknown_account'],
    [0n, 0n, 500n, 0n, '-', 'amount_not_positive'],
    [-1n, 0n, 500n, 0n, 'withdrawal egon 1', 'amount_not_positive'],
    [most + 1n, 0n, full, 0n, 'withdrawal egon 1', 'amount_too_large'],
    [100n, 5n, 500n, 0n, 'withdrawal egon 99', 'id_reused'],
    [100n, 5n, 500n, 0n, 'withdrawal alex 100', 'id_reused'],
    [100n, 5n, 500n, 0n, 'deposit egon 100', 'id_reused'],
    [100n, 9n, 0n, 0n, 'withdrawal egon 100', 'exists'],
    [100n, 5n, 104n, 0n, '-', 'insufficient_funds'],
    [100n, 5n, 105n, full, '-', 'amount_too_large'],
    [100n, 5n, 105n, 0n, '-', 'created'],
    [100n, 0n, 100n, 0n, '-', 'created'],
  ])('%s + %s (has %s, cash %s; recorded %s): %s', (amountFen, feeFen, has, cashFen, booked, status) => {
    const [cash, fees] = [
      { id: cashId, balanceFen: cashFen },
      { id: feesId, balanceFen: 0n },
    ];
    const facts = { name: 'egon', amountFen, feeFen, user: account(egonId, has), cash, fees };
    expect(withdrawalStatus({ ...facts, recorded: recorded(booked, cashId) })).toBe(status);
  });
});

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
])('the fee for %s at %s basis points: %s', (amountFen, basisPoints, feeFen) => {
  expect(withdrawalFee(amountFen, basisPoints)).toBe(feeFen);
});
