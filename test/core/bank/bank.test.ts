import { describe, expect, test } from 'vitest';
import { Bank } from '#core/bank/bank.ts';
import { live, openTestBank } from './open-test-bank.ts';

const ended = () => {
  throw new Error('the session has ended');
};

describe('transfer', () => {
  test('moves the money once for one id, and gives the same result again', async () => {
    await using bank = await openTestBank({ egon: 1000n, alex: 0n });
    const request = { id: 'a', from: 'egon', to: 'alex', amountFen: 300n };
    expect(await bank.transfer(request, live)).toEqual({ ...request, status: 'created', balanceFen: 700n });
    await bank.transfer({ ...request, id: 'b', amountFen: 600n }, live);
    expect(await bank.transfer(request, live)).toEqual({ ...request, status: 'exists', balanceFen: 700n });
    expect([await bank.balance('egon'), await bank.balance('alex')]).toEqual([100n, 900n]);
  });

  test('gives the same result also when the rules would refuse it now', async () => {
    await using bank = await openTestBank({ egon: 1000n, alex: 0n });
    const request = { id: 'a', from: 'egon', to: 'alex', amountFen: 1000n };
    await bank.transfer(request, live);
    expect(await bank.transfer(request, ended)).toEqual({ ...request, status: 'exists', balanceFen: 0n });
  });

  test("does not meet another user's transfer under its id, and refuses another of its own", async () => {
    await using bank = await openTestBank({ egon: 1000n, alex: 50n, yuanhao: 10n });
    await bank.transfer({ id: 'a', from: 'egon', to: 'alex', amountFen: 300n }, live);
    const reused = { status: 'id_reused' };
    expect(await bank.transfer({ id: 'a', from: 'egon', to: 'yuanhao', amountFen: 300n }, live)).toEqual(
      reused,
    );
    expect(await bank.withdraw({ id: 'a', name: 'egon', amountFen: 300n }, live)).toEqual(reused);
    const [opening] = await bank.statement('egon');
    const id = opening?.id ?? '';
    expect(await bank.withdraw({ id, name: 'egon', amountFen: 1n }, live)).toEqual(reused);
    expect([await bank.balance('egon'), await bank.balance('alex')]).toEqual([700n, 350n]);
    const back = { id: 'a', from: 'alex', to: 'egon', amountFen: 100n };
    expect(await bank.transfer(back, live)).toMatchObject({ status: 'created', balanceFen: 250n });
    expect(await bank.transfer(back, live)).toMatchObject({ status: 'exists', balanceFen: 250n });
    const deposit = { id: 'a', name: 'yuanhao', amountFen: 5n };
    expect(await bank.deposit(deposit, live)).toMatchObject({ status: 'created', balanceFen: 15n });
    expect(await bank.audit()).toMatchObject({ ok: true });
  });

  test.each([
    ['same_account', 'egon', 100n],
    ['unknown_account', 'nobody', 100n],
    ['amount_not_positive', 'alex', 0n],
    ['amount_not_positive', 'alex', -500n],
    ['amount_too_large', 'alex', 10n ** 15n + 1n],
    ['insufficient_funds', 'alex', 1001n],
  ])('refused with %s moves nothing, and its id stays free', async (status, to, amountFen) => {
    await using bank = await openTestBank({ egon: 1000n, alex: 0n });
    const before = await bank.audit();
    expect(await bank.transfer({ id: 'a', from: 'egon', to, amountFen }, live)).toEqual({ status });
    expect(await bank.audit()).toEqual(before);
    expect(await bank.balance('egon')).toBe(1000n);
    const good = { id: 'a', from: 'egon', to: 'alex', amountFen: 1n };
    expect(await bank.transfer(good, live)).toMatchObject({ status: 'created' });
  });

  test('of the whole balance, to the fen, is possible; twice at the same time is not', async () => {
    await using bank = await openTestBank({ egon: 1000n, alex: 0n });
    const request = (id: string) => bank.transfer({ id, from: 'egon', to: 'alex', amountFen: 1000n }, live);
    const answers = await Promise.all([request('a'), request('b'), request('c')]);
    expect(answers.map(({ status }) => status)).toEqual([
      'created',
      'insufficient_funds',
      'insufficient_funds',
    ]);
    expect(await bank.balance('alex')).toBe(1000n);
  });
});

describe('the guard', () => {
  test.each<[string, (bank: Bank) => Promise<unknown>]>([
    ['transfer', (bank) => bank.transfer({ id: 'a', from: 'egon', to: 'alex', amountFen: 1n }, ended)],
    ['deposit', (bank) => bank.deposit({ id: 'a', name: 'egon', amountFen: 1n }, ended)],
    ['withdraw', (bank) => bank.withdraw({ id: 'a', name: 'egon', amountFen: 1n }, ended)],
  ])('stops a %s at the last moment: nothing has moved', async (_, move) => {
    await using bank = await openTestBank({ egon: 1000n, alex: 0n });
    const before = await bank.audit();
    await expect(move(bank)).rejects.toThrow('the session has ended');
    expect(await bank.audit()).toEqual(before);
    expect(await bank.balance('egon')).toBe(1000n);
  });

  test('is asked after the wait for other transactions, not before', async () => {
    await using bank = await openTestBank({ egon: 1000n, alex: 0n });
    const { database } = bank;
    let isLive = true;
    const slow = database.write(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      isLive = false;
    });
    const guard = () => {
      if (!isLive) ended();
    };
    const waiting = bank.transfer({ id: 'a', from: 'egon', to: 'alex', amountFen: 1n }, guard);
    await expect(waiting).rejects.toThrow('the session has ended');
    await slow;
    expect(await bank.balance('alex')).toBe(0n);
  });
});

describe('cash', () => {
  test('deposited is added to the account', async () => {
    await using bank = await openTestBank({ egon: 0n });
    const request = { id: 'a', name: 'egon', amountFen: 250n };
    expect(await bank.deposit(request, live)).toEqual({ ...request, status: 'created', balanceFen: 250n });
    expect(await bank.deposit(request, live)).toEqual({ ...request, status: 'exists', balanceFen: 250n });
    expect(await bank.balance('egon')).toBe(250n);
  });

  test('withdrawn costs a fee of 5 %', async () => {
    await using bank = await openTestBank({ egon: 20_000n });
    const request = { id: 'a', name: 'egon', amountFen: 10_000n };
    const receipt = { ...request, feeFen: 500n, balanceFen: 9_500n };
    expect(bank.withdrawFee(10_000n)).toBe(500n);
    expect(await bank.withdraw(request, live)).toEqual({ ...receipt, status: 'created' });
    expect(await bank.withdraw(request, live)).toEqual({ ...receipt, status: 'exists' });
    expect(await bank.withdraw({ ...request, id: 'b' }, live)).toEqual({ status: 'insufficient_funds' });
    expect(await bank.balance('egon')).toBe(9_500n);
  });

  test('withdrawn costs nothing when the fee is below half a fen', async () => {
    await using bank = await openTestBank({ egon: 9n });
    const request = { id: 'a', name: 'egon', amountFen: 9n };
    expect(await bank.withdraw(request, live)).toEqual({
      ...request,
      status: 'created',
      feeFen: 0n,
      balanceFen: 0n,
    });
    expect(await bank.withdraw(request, live)).toMatchObject({ status: 'exists', feeFen: 0n });
    expect(await bank.audit()).toMatchObject({ ok: true, totalFen: 0n });
  });

  test('keeps its first fee when the rate has changed before the retry', async () => {
    await using bank = await openTestBank({ egon: 20_000n });
    const { database } = bank;
    await bank.withdraw({ id: 'a', name: 'egon', amountFen: 10_000n }, live);
    const dearer = new Bank({ database, clock: () => 9, withdrawFeeBasisPoints: 900n });
    const again = await dearer.withdraw({ id: 'a', name: 'egon', amountFen: 10_000n }, live);
    expect(again).toMatchObject({ status: 'exists', feeFen: 500n, balanceFen: 9_500n });
  });
});

describe('statement', () => {
  test('lists every movement from the side of its owner, oldest first', async () => {
    await using bank = await openTestBank({ egon: 100_000n, alex: 0n });
    await bank.transfer({ id: 't', from: 'egon', to: 'alex', amountFen: 30_000n }, live);
    await bank.deposit({ id: 'd', name: 'egon', amountFen: 500n }, live);
    await bank.withdraw({ id: 'w', name: 'egon', amountFen: 10_000n }, live);
    const line = { counterparty: null, feeFen: 0n };
    const opening = { kind: 'opening', kindName: { zh: '开户', en: 'opening' } };
    const transfer = { kind: 'transfer', kindName: { zh: '转账', en: 'transfer' } };
    const { id: openingId } = (await bank.statement('egon'))[0] ?? {};
    expect(openingId).toMatch(/^opening\//);
    expect(await bank.statement('egon')).toEqual([
      { ...line, ...opening, id: openingId, atMs: 1, amountFen: 100_000n, balanceFen: 100_000n },
      {
        ...line,
        ...transfer,
        id: 't',
        atMs: 2,
        counterparty: 'alex',
        amountFen: -30_000n,
        balanceFen: 70_000n,
      },
      {
        ...line,
        id: 'd',
        atMs: 3,
        kind: 'deposit',
        kindName: { zh: '存款', en: 'deposit' },
        amountFen: 500n,
        balanceFen: 70_500n,
      },
      {
        ...line,
        id: 'w',
        atMs: 4,
        kind: 'withdrawal',
        kindName: { zh: '取款', en: 'withdrawal' },
        amountFen: -10_500n,
        feeFen: 500n,
        balanceFen: 60_000n,
      },
    ]);
    expect(await bank.statement('alex')).toEqual([
      {
        ...line,
        ...transfer,
        id: 't',
        atMs: 2,
        counterparty: 'egon',
        amountFen: 30_000n,
        balanceFen: 30_000n,
      },
    ]);
  });

  test('of a range includes its first moment and not its last', async () => {
    await using bank = await openTestBank({ egon: 100n });
    for (const id of ['a', 'b', 'c', 'd']) await bank.deposit({ id, name: 'egon', amountFen: 1n }, live);
    const lines = await bank.statement('egon', { fromMs: 3, toMs: 5 });
    expect(lines.map(({ id, atMs }) => [id, atMs])).toEqual([
      ['b', 3],
      ['c', 4],
    ]);
  });

  test('stays in the order of booking when the clock is set back', async () => {
    await using opened = await openTestBank({ egon: 0n });
    const times = [500, 400, 600];
    const bank = new Bank({
      database: opened.database,
      clock: () => times.shift() ?? 0,
      withdrawFeeBasisPoints: 500n,
    });
    for (const id of ['a', 'b', 'c']) await bank.deposit({ id, name: 'egon', amountFen: 1n }, live);
    expect((await bank.statement('egon')).map(({ balanceFen }) => balanceFen)).toEqual([1n, 2n, 3n]);
  });
});

test('a user without an account is a bug, not a balance of zero', async () => {
  await using bank = await openTestBank({});
  await expect(bank.balance('nobody')).rejects.toThrow('has no account');
});
