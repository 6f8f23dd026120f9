import { describe, expect, test } from 'vitest';
import { Bank } from '#core/bank/bank.ts';
import { Deposit } from '#core/bank/commands/deposit.ts';
import { Transfer } from '#core/bank/commands/transfer.ts';
import { Withdraw } from '#core/bank/commands/withdraw.ts';
import type { Command } from '#core/command.ts';
import { UserChanged } from '#core/context.ts';
import { openContext, sessionMs, userCalled } from '#test/kit/context.ts';
import { openTestDatabase } from '#test/kit/open-test-database.ts';
import { slowToWrite } from '#test/kit/slow-database.ts';

/** A bank whose database waits once, so that `egon`'s session ends before the transaction. */
async function openSlowly(users: readonly string[]) {
  const { context, signIns, clock } = openContext({ users });
  const direct = await openTestDatabase();
  const database = slowToWrite(direct, () => clock.move(sessionMs));
  const bank = new Bank({ database, clock: () => clock.nowMs(), withdrawFeeBasisPoints: 500n });
  await direct.write((queries) =>
    bank.openAccounts(queries, [
      { name: 'egon', openingFen: 100_000n },
      { name: 'alex', openingFen: 500n },
    ]),
  );
  context.session.start(userCalled('egon'));
  const balances = async () => [await bank.balance('egon'), await bank.balance('alex')];
  return Object.assign(direct, { bank, context, signIns, balances });
}

/** The command, its answers, and the balances of egon and alex after it. */
const cases: readonly (readonly [string, (bank: Bank) => Command, object, readonly bigint[]])[] = [
  ['transfer', (bank) => new Transfer(bank) as Command, { to: 'alex', amount: 250n }, [99_750n, 750n]],
  ['deposit', (bank) => new Deposit(bank) as Command, { amount: 250n }, [100_250n, 500n]],
  ['withdraw', (bank) => new Withdraw(bank) as Command, { amount: 1000n }, [98_950n, 500n]],
];

describe.each(cases)(
  'a session that ends between @auth and the transaction of %s',
  (_, make, answers, after) => {
    test('moves no money for another user', async () => {
      await using opened = await openSlowly(['alex']);
      const { bank, context, balances } = opened;
      const running = make(bank).run(context, { ...answers, id: 'mine' });
      await expect(running).rejects.toThrow(UserChanged);
      expect(await balances()).toEqual([100_000n, 500n]);
      expect(await bank.audit()).toMatchObject({ ok: true, transactions: 1 });
    });

    test('moves it once, under the same id, when the same user signs in again', async () => {
      await using opened = await openSlowly(['egon']);
      const { bank, context, signIns, balances } = opened;
      const result = await make(bank).run(context, { ...answers, id: 'mine' });
      expect(result).toMatchObject({ id: 'mine', status: 'created' });
      expect(signIns).toEqual(['egon']);
      expect(await balances()).toEqual(after);
    });

    test('moves nothing when no user signs in again', async () => {
      await using opened = await openSlowly([]);
      const { bank, context, balances } = opened;
      const running = make(bank).run(context, { ...answers, id: 'mine' });
      await expect(running).rejects.toThrow('no user is left');
      expect(await balances()).toEqual([100_000n, 500n]);
    });
  },
);
