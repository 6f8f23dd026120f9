import { beforeAll, expect, test } from 'vitest';
import { bundleFixture, Fixture } from '#test/db/sqlite/fixture.ts';
import { Lifetime } from '#test/kit/lifetime.ts';
import { databaseOptions } from '#test/kit/open-test-database.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { surviveKills } from './kills.ts';
import { openTestBank } from './open-test-bank.ts';

let transferLoop: string;
beforeAll(async () => {
  transferLoop = await bundleFixture('test/core/bank/transfer-loop.fixture.ts');
});

test('two processes that transfer at the same time lose no transfer and book none twice', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  await using bank = await openTestBank({ egon: 1000n, alex: 1000n, yuanhao: 0n }, file);
  await using lifetime = new Lifetime();
  const loop = (prefix: string, from: string, to: string) =>
    lifetime.use(new Fixture(transferLoop, [file, JSON.stringify(databaseOptions), prefix, '300', from, to]));
  // Both take from egon: a lost update would change his balance.
  const processes = [loop('a', 'egon', 'alex'), loop('b', 'egon', 'yuanhao')];
  const exits = await Promise.all(processes.map((process) => process.untilExit()));
  expect(exits).toEqual(processes.map(() => ({ code: 0, errors: '' })));
  for (const process of processes) {
    expect(process.lines).toHaveLength(301);
    expect(process.lines.slice(1).filter((line) => !line.endsWith(' created'))).toEqual([]);
  }
  // Of 300 transfers 200 go out and 100 come back.
  const balances = await Promise.all(['egon', 'alex', 'yuanhao'].map((name) => bank.balance(name)));
  expect(balances).toEqual([800n, 1100n, 100n]);
  expect(await bank.audit()).toEqual({ ok: true, totalFen: 2000n, accounts: 3, transactions: 601 });
});

test('two processes that send the same requests book each of them once', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  await using bank = await openTestBank({ egon: 1000n, alex: 1000n }, file);
  await using lifetime = new Lifetime();
  const loop = () =>
    lifetime.use(
      new Fixture(transferLoop, [file, JSON.stringify(databaseOptions), 'same', '150', 'egon', 'alex']),
    );
  const processes = [loop(), loop()];
  await Promise.all(processes.map((process) => process.untilExit()));
  const answers = processes.flatMap((process) => process.lines.slice(1));
  expect(answers.filter((line) => line.endsWith(' created'))).toHaveLength(150);
  expect(answers.filter((line) => line.endsWith(' exists'))).toHaveLength(150);
  expect(await bank.balance('egon')).toBe(950n);
});

test('after 8 kill -9 in the middle of transfers every acknowledged one is there, and the total is intact', async () => {
  const lanes = await Promise.all(
    [0, 1].map((lane) => surviveKills(transferLoop, 4, (n) => ((n * 2 + lane) * 7) % 23)),
  );
  // 0, 14, 5 and 19 transfers at least, and 7, 21, 12 and 3.
  expect(lanes.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(81);
});
