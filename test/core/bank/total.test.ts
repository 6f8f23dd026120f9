import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bank } from '#core/bank/bank.ts';
import { openTestBank } from './open-test-bank.ts';

const opening = { egon: 100_000n, alex: 5_000n, yuanhao: 10n };
const names = [...Object.keys(opening), 'nobody'];

const name = fc.constantFrom(...names);
const id = fc.constantFrom(...Array.from({ length: 40 }, (_, number) => `id-${number}`));
const amountFen = fc.oneof(
  fc.bigInt({ min: 1n, max: 60_000n }),
  fc.constantFrom(-500n, -1n, 0n, 10n, 10n ** 15n, 10n ** 15n + 1n, 2n ** 63n),
);
/** One request: user, kind and amount. `hasEnded`: the session ends right before anything is written. */
const operation = fc.record({
  kind: fc.constantFrom('transfer', 'transfer', 'transfer', 'deposit', 'withdraw'),
  id,
  from: name,
  to: name,
  amountFen,
  hasEnded: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

class Ended extends Error {}

/** @returns by how much the request changed the money in the bank, according to its answer. */
async function perform(bank: Bank, { kind, id, from, to, amountFen, hasEnded }: Operation): Promise<bigint> {
  const guard = () => {
    if (hasEnded) throw new Ended();
  };
  try {
    if (kind === 'transfer') {
      await bank.transfer({ id, from, to, amountFen }, guard);
      return 0n;
    }
    const request = { id, name: from, amountFen };
    const { status } = await (kind === 'deposit'
      ? bank.deposit(request, guard)
      : bank.withdraw(request, guard));
    if (status !== 'created') return 0n;
    return kind === 'deposit' ? amountFen : -amountFen;
  } catch (error) {
    if (error instanceof Ended) return 0n;
    throw error;
  }
}

test('for any requests in any order, only cash changes the total and no account is below zero', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 20, maxLength: 60 }), async (operations) => {
      await using bank = await openTestBank(opening);
      let expectedFen = 105_010n;
      // In bursts of five at a time, as several consoles would.
      for (let start = 0; start < operations.length; start += 5) {
        const burst = operations.slice(start, start + 5).map((one) => perform(bank, one));
        for (const changeFen of await Promise.all(burst)) expectedFen += changeFen;
        expect(await bank.audit()).toMatchObject({ ok: true, totalFen: expectedFen });
      }
      for (const user of Object.keys(opening)) expect(await bank.balance(user)).toBeGreaterThanOrEqual(0n);
    }),
    { numRuns: 25 },
  );
});

test('each request sent twice moves its amount once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 10, maxLength: 30 }), async (operations) => {
      const balancesAfter = async (times: number) => {
        await using bank = await openTestBank(opening);
        for (const [index, one] of operations.entries()) {
          for (let time = 0; time < times; time++)
            await perform(bank, { ...one, id: `${index}`, hasEnded: false });
        }
        const balances = await Promise.all(Object.keys(opening).map((user) => bank.balance(user)));
        return balances;
      };
      expect(await balancesAfter(2)).toEqual(await balancesAfter(1));
    }),
    { numRuns: 15 },
  );
});
