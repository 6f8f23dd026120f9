import { describe, expect, test } from 'vitest';
import { Bank } from '#core/bank/bank.ts';
import { UserChanged } from '#core/context.ts';
import { Buy } from '#core/shop/commands/buy.ts';
import { Shop } from '#core/shop/shop.ts';
import { openContext, sessionMs, userCalled } from '#test/kit/context.ts';
import { openTestDatabase } from '#test/kit/open-test-database.ts';
import { slowToWrite } from '#test/kit/slow-database.ts';

/** A purchase of three teas from a shop whose database waits once, so that `egon`'s session ends before the transaction. */
async function buySlowly(users: readonly string[]) {
  const { context, signIns, clock } = openContext({ users });
  const direct = await openTestDatabase();
  const database = slowToWrite(direct, () => clock.move(sessionMs));
  const options = { database, clock: () => clock.nowMs() };
  const bank = new Bank({ ...options, withdrawFeeBasisPoints: 500n });
  const catalog = new Map([['tea', { id: 'tea', name: '茶', nameEn: 'Tea', priceFen: 100n, stock: 9 }]]);
  await direct.write((queries) => bank.openAccounts(queries, [{ name: 'egon', openingFen: 100_000n }]));
  context.session.start(userCalled('egon'));
  const buy = new Buy(new Shop({ ...options, catalog: () => catalog }));
  const running = buy.run(context, { product: 'tea', quantity: 3, id: 'mine' } as never);
  return Object.assign(direct, { running, bank, signIns });
}

describe('a session that ends between @auth and the transaction of buy', () => {
  test('moves no money for another user', async () => {
    await using opened = await buySlowly(['alex']);
    const { running, bank } = opened;
    await expect(running).rejects.toThrow(UserChanged);
    expect(await bank.balance('egon')).toBe(100_000n);
    expect(await bank.audit()).toMatchObject({ ok: true, transactions: 1 });
  });

  test('moves it once, under the same id, when the same user signs in again', async () => {
    await using opened = await buySlowly(['egon']);
    const { running, bank, signIns } = opened;
    expect(await running).toMatchObject({ id: 'mine', status: 'created' });
    expect(signIns).toEqual(['egon']);
    expect(await bank.balance('egon')).toBe(99_700n);
  });

  test('moves nothing when no user signs in again', async () => {
    await using opened = await buySlowly([]);
    const { running, bank } = opened;
    await expect(running).rejects.toThrow('no user is left');
    expect(await bank.balance('egon')).toBe(100_000n);
  });
});
