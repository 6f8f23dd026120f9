import { describe, expect, test } from 'vitest';
import { Bank } from '#core/bank/bank.ts';
import { Deposit } from '#core/bank/commands/deposit.ts';
import { Transfer } from '#core/bank/commands/transfer.ts';
import { Withdraw } from '#core/bank/commands/withdraw.ts';
import type { Command } from '#core/command.ts';
import { UserChanged } from '#core/context.ts';
import { Buy } from '#core/shop/commands/buy.ts';
import { Shop } from '#core/shop/shop.ts';
import type { Database } from '#db/database.ts';
import { TestClock } from '#test/kit/clock.ts';
import { openContext, sessionMs, userCalled } from '#test/kit/context.ts';
import { openTestDatabase } from '#test/kit/open-test-database.ts';

/** A bank and a shop whose database is so slow to enter, once, that `egon`'s session ends on the way. */
async function openSlowly(users: readonly string[]) {
  const clock = new TestClock();
  const { context, signIns } = openContext({ clock, users });
  const direct = await openTestDatabase();
  let isSlow = true;
  const database: Database = {
    read: (work) => direct.read(work),
    write: (work) =>
      direct.write((queries) => {
        if (isSlow) clock.move(sessionMs);
        isSlow = false;
        return work(queries);
      }),
    close: () => direct.close(),
  };
  const catalog = new Map([['tea', { id: 'tea', name: '茶', nameEn: 'Tea', priceFen: 100n, stock: 9 }]]);
  const parts = { database, clock: () => clock.nowMs() };
  const bank = new Bank({ ...parts, withdrawFeeBasisPoints: 500n });
  const shop = new Shop({ ...parts, catalog });
  await direct.write((queries) =>
    bank.openAccounts(queries, [
      { name: 'egon', openingFen: 100_000n },
      { name: 'alex', openingFen: 500n },
    ]),
  );
  context.session.start(userCalled('egon'));
  const balances = async () => [await bank.balance('egon'), await bank.balance('alex')];
  return { bank, shop, context, signIns, balances };
}

type Parts = Awaited<ReturnType<typeof openSlowly>>;
/** The command, its answers, and the balances of egon and alex after it. */
const cases: readonly (readonly [string, (parts: Parts) => Command, object, readonly bigint[]])[] = [
  ['transfer', ({ bank }) => new Transfer(bank) as Command, { to: 'alex', amount: 250n }, [99_750n, 750n]],
  ['deposit', ({ bank }) => new Deposit(bank) as Command, { amount: 250n }, [100_250n, 500n]],
  ['withdraw', ({ bank }) => new Withdraw(bank) as Command, { amount: 1000n }, [98_950n, 500n]],
  ['buy', ({ shop }) => new Buy(shop) as Command, { product: 'tea', quantity: 3 }, [99_700n, 500n]],
];

describe.each(cases)(
  'a session that ends between @auth and the transaction of %s',
  (_, make, answers, after) => {
    test('moves no money for another user', async () => {
      const parts = await openSlowly(['alex']);
      const running = make(parts).run(parts.context, { ...answers, id: 'mine' });
      await expect(running).rejects.toThrow(UserChanged);
      expect(await parts.balances()).toEqual([100_000n, 500n]);
      expect(await parts.bank.audit()).toMatchObject({ ok: true, transactions: 1 });
    });

    test('moves it once, under the same id, when the same user goes on', async () => {
      const parts = await openSlowly(['egon']);
      const result = await make(parts).run(parts.context, { ...answers, id: 'mine' });
      expect(result).toMatchObject({ id: 'mine', status: 'created' });
      expect(parts.signIns).toEqual(['egon']);
      expect(await parts.balances()).toEqual(after);
    });

    test('moves nothing when nobody signs in again', async () => {
      const parts = await openSlowly([]);
      const running = make(parts).run(parts.context, { ...answers, id: 'mine' });
      await expect(running).rejects.toThrow('nobody is left');
      expect(await parts.balances()).toEqual([100_000n, 500n]);
    });
  },
);
