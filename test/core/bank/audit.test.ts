import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import { bankErrors } from '#core/bank/errors.ts';
import { expectSentence } from '#test/kit/both-languages.ts';
import { openTestDatabase } from '#test/kit/open-test-database.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { live, openTestBank, type TestBank } from './open-test-bank.ts';

async function movedBank(file?: string): Promise<TestBank> {
  const bank = await openTestBank({ egon: 100_000n, alex: 500n }, file);
  await bank.transfer({ id: 't', from: 'egon', to: 'alex', amountFen: 30_000n }, live);
  await bank.deposit({ id: 'd', name: 'alex', amountFen: 700n }, live);
  await bank.withdraw({ id: 'w', name: 'egon', amountFen: 10_000n }, live);
  return bank;
}

test('the total is the money in all accounts; only cash changes it', async () => {
  await using bank = await openTestBank({ egon: 100_000n, alex: 500n });
  expect(await bank.audit()).toEqual({ ok: true, totalFen: 100_500n, accounts: 2, transactions: 1 });
  await bank.transfer({ id: 't', from: 'egon', to: 'alex', amountFen: 30_000n }, live);
  expect(await bank.audit()).toEqual({ ok: true, totalFen: 100_500n, accounts: 2, transactions: 2 });
  await bank.withdraw({ id: 'w', name: 'egon', amountFen: 10_000n }, live);
  expect(await bank.audit()).toEqual({ ok: true, totalFen: 90_500n, accounts: 2, transactions: 3 });
  await bank.deposit({ id: 'd', name: 'alex', amountFen: 700n }, live);
  expect(await bank.audit()).toEqual({ ok: true, totalFen: 91_200n, accounts: 2, transactions: 4 });
});

test('an empty bank balances', async () => {
  await using bank = await openTestBank({});
  expect(await bank.audit()).toEqual({ ok: true, totalFen: 0n, accounts: 0, transactions: 0 });
});

/** Every kind of problem, in Chinese. */
const inChinese = new RegExp(
  `^(?:${[
    '数据库文件已损坏（.+）',
    '\\w+ 表有 \\d+ 行在 \\w+ 表里没有对应的行',
    '“alex”的账户余额小于零',
    '第 \\d 笔交易的分录太少，只有 1 条',
    '第 \\d 笔交易的分录合计为 \\d+ 分，应为零',
    '(?:“egon”的账户|银行账户 cash )在第 \\d 笔交易之后的余额不对',
    '“(?:egon|alex)”的账户的余额是 -?\\d+ 分，按分录应为 \\d+ 分',
    '账簿里有 3 笔交易，最后一笔的编号却是 4',
  ].join('|')})$`,
);

// The bank's own accounts come first, those of other parts among them.
const egonId = `(select id from account where owner = 'egon')`;
const alexId = `(select id from account where owner = 'alex')`;
const cashId = `(select id from account where kind = 'cash')`;

// Journal: 1 opening, 2 transfer, 3 deposit, 4 withdrawal.
test.each([
  [
    'a balance changed',
    `update account set balance_fen = balance_fen + 1 where owner = 'egon'`,
    ['the account of "egon" has a balance of 59501 fen, but its entries give 59500'],
  ],
  [
    'money moved without a journal',
    `update account set balance_fen = balance_fen + iif(owner = 'egon', 7, -7) where owner is not null`,
    [
      'the account of "egon" has a balance of 59507 fen, but its entries give 59500',
      'the account of "alex" has a balance of 31193 fen, but its entries give 31200',
    ],
  ],
  [
    'an entry changed',
    `update entry set amount_fen = -29999 where journal_sequence = 2 and account_id = ${egonId}`,
    [
      'the entries of transaction 2 add up to 1 fen',
      'the balance after transaction 2 is wrong in the account of "egon"',
    ],
  ],
  [
    'an entry changed with its balances',
    `update entry set amount_fen = 701, balance_after_fen = 31201 where journal_sequence = 3 and account_id = ${alexId};
     update account set balance_fen = 31201 where owner = 'alex'`,
    ['the entries of transaction 3 add up to 1 fen'],
  ],
  [
    'an entry removed',
    `delete from entry where journal_sequence = 3 and account_id = ${cashId}`,
    [
      'transaction 3 has too few entries: 1',
      'the entries of transaction 3 add up to 700 fen',
      'the balance after transaction 4 is wrong in the account for cash',
    ],
  ],
  [
    'a transaction removed, its entries left',
    `delete from journal where sequence = 3`,
    [
      '2 rows of entry refer to missing rows of journal',
      'the journal has 3 transactions, but the last has the number 4',
    ],
  ],
  [
    'a transaction removed with its entries',
    `delete from entry where journal_sequence = 3; delete from journal where sequence = 3;
     update account set balance_fen = balance_fen - 700 where owner = 'alex'; update account set balance_fen = balance_fen + 700 where kind = 'cash';
     update entry set balance_after_fen = 10000 where journal_sequence = 4 and account_id = ${cashId}`,
    ['the journal has 3 transactions, but the last has the number 4'],
  ],
  [
    'an account removed',
    `delete from account where owner = 'alex'`,
    ['3 rows of entry refer to missing rows of account'],
  ],
  [
    'a balance below zero',
    `update account set balance_fen = -1 where owner = 'alex'`,
    [
      'the file is damaged: CHECK constraint failed in account',
      'the account of "alex" is below zero',
      'the account of "alex" has a balance of -1 fen, but its entries give 31200',
    ],
  ],
])('finds %s', async (_, sql, problems) => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  await using bank = await movedBank(file);
  const tool = new DatabaseSync(file);
  const triggers = tool.prepare(`select name from sqlite_schema where type = 'trigger'`).all() as {
    name: string;
  }[];
  for (const { name } of triggers) tool.exec(`drop trigger ${name}`);
  tool.exec(`pragma foreign_keys = off; pragma ignore_check_constraints = on; ${sql}`);
  tool.close();
  const report = await bank.audit();
  if (report.ok) throw new Error('the audit found nothing');
  expect(report.problems.map(({ en }) => en)).toEqual(problems);
  for (const { zh } of report.problems) expect(zh).toMatch(inChinese);
  expectSentence(bankErrors.books_do_not_balance({ problems: report.problems }).text);
});

test.each([
  `update journal set at_ms = 0`,
  `delete from journal`,
  `insert or replace into journal (sequence, id, kind, actor, at_ms) values (2, 'x', 'transfer', 'egon', 0)`,
  `update entry set amount_fen = 1`,
  `delete from entry`,
  `insert or replace into entry values (2, ${egonId}, 1, 1)`,
  `delete from account where owner = 'alex'`,
  `update account set owner = 'x' where owner = 'alex'`,
])('the books are append-only: %s', async (sql) => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  await using bank = await movedBank(file);
  const before = await bank.audit();
  await using database = await openTestDatabase(file);
  await expect(database.write((queries) => queries.run(sql))).rejects.toThrow(/immutable|never|keeps/);
  expect(await bank.audit()).toEqual(before);
});

test.each([
  [`update account set balance_fen = -1 where owner = 'alex'`, 'CHECK'],
  [`update account set balance_fen = 9223372036854775807 where owner = 'alex'`, 'CHECK'],
  [`insert into journal (id, kind, actor, at_ms) values ('opening/x', 'transfer', 'egon', 0)`, 'CHECK'],
  [`insert into journal (id, kind, actor, at_ms) values ('t', 'transfer', 'egon', 0)`, 'UNIQUE'],
  [`insert into entry values (2, ${alexId}, 1, 1)`, 'UNIQUE'],
  [`insert into entry values (2, 99, 1, 1)`, 'FOREIGN KEY'],
  [`insert into entry values (2, 1, 0, 1)`, 'CHECK'],
  [`insert into entry values (2, 1, 1.5, 1)`, 'cannot store REAL'],
  [`insert into account (kind) values ('cash')`, 'UNIQUE'],
  [`insert into account (kind) values ('user')`, 'CHECK'],
])('the tables themselves refuse: %s', async (sql, message) => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  await using _ = await movedBank(file);
  await using database = await openTestDatabase(file);
  await expect(database.write((queries) => queries.run(sql))).rejects.toThrow(message);
});
