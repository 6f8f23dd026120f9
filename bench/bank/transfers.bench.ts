/**
 * Durable transfers, one commit each, over 100,000 accounts: through the app's bank, and on the bare driver with
 * the same statements, settings and tables.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DatabaseSync } from '@photostructure/sqlite';
import { migrationSets } from '#bin/shared/app.ts';
import { pathsOf } from '#bin/shared/paths.ts';
import { app } from '#conf/app.ts';
import { Bank } from '#core/bank/bank.ts';
import { openSqlite } from '#db/sqlite/sqlite.ts';
import type { Report } from '../report.ts';
import { quantile } from '../sample.ts';

const databaseOptions = {
  applicationId: app.databaseId,
  migrations: migrationSets(pathsOf(pathToFileURL(`${process.cwd()}/`), undefined)),
};
const accounts = 100_000;
const rounds = 101;
const transfersPerRound = 100;

interface Request {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly amountFen: bigint;
}
/** Makes its transfers, each on the disk before the next begins. */
type Contender = (requests: readonly Request[]) => Promise<void>;

export async function bench(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const files = { app: join(folder, 'app.db'), bare: join(folder, 'bare.db') };
  for (const file of Object.values(files)) await fill(file);
  const app = await openApp(files.app);
  const bare = openBare(files.bare);
  const times = { app: [] as number[], bare: [] as number[] };
  for (let round = -1; round < rounds; round++) {
    const requests = requestsOf(round);
    // Alternating, and each goes first every other time: the speed of the disk changes from second to second.
    const order = round % 2 === 0 ? (['app', 'bare'] as const) : (['bare', 'app'] as const);
    for (const name of order) {
      const startMs = performance.now();
      await { app: app.run, bare: bare.run }[name](requests);
      if (round >= 0) times[name].push(performance.now() - startMs);
    }
  }
  await app.close();
  bare.close();
  rmSync(folder, { recursive: true });
  const perSecond = (ms: readonly number[]) => Math.round((transfersPerRound * 1000) / quantile(ms));
  // Compared round by round: over the whole run the disk changes more than the two differ.
  const ratio = quantile(times.bare.map((ms, round) => ms / (times.app[round] ?? ms)));
  return {
    title: `Durable transfers, one commit each, ${accounts.toLocaleString('en')} accounts`,
    rows: [
      { name: 'the same statements on the bare driver', value: `${perSecond(times.bare)} /s` },
      {
        name: 'Bank.transfer',
        value: `${perSecond(times.app)} /s`,
        ratio: ratio.toFixed(2),
        target: '>= 0.90',
      },
    ],
  };
}

async function fill(file: string): Promise<void> {
  const database = await openSqlite({ ...databaseOptions, file, busyTimeoutMs: 30_000 });
  const bank = new Bank({ database, clock: () => 0, withdrawFeeBasisPoints: 500n });
  const users = Array.from({ length: accounts }, (_, n) => ({ name: `user${n}`, openingFen: 1_000_000n }));
  await database.write((queries) => bank.openAccounts(queries, users));
  await database.close();
}

/** The same for both, and spread over all the accounts. */
function requestsOf(round: number): readonly Request[] {
  return Array.from({ length: transfersPerRound }, (_, n) => {
    const number = (round + 1) * transfersPerRound + n;
    const [from, to] = [(number * 7_919) % accounts, (number * 104_729 + 1) % accounts];
    return {
      id: `transfer-${number}`,
      from: `user${from}`,
      to: `user${from === to ? to + 1 : to}`,
      amountFen: 1n,
    };
  });
}

async function openApp(file: string): Promise<{ run: Contender; close: () => Promise<void> }> {
  const database = await openSqlite({ ...databaseOptions, file, busyTimeoutMs: 30_000 });
  const bank = new Bank({ database, clock: () => 0, withdrawFeeBasisPoints: 500n });
  const guard = () => {};
  return {
    async run(requests) {
      for (const request of requests) {
        const { status } = await bank.transfer(request, guard);
        if (status !== 'created') throw new Error(status);
      }
    },
    close: () => database.close(),
  };
}

function openBare(file: string): { run: Contender; close: () => void } {
  const driver = new DatabaseSync(file, { timeout: 30_000, readBigInts: true, defensive: true });
  driver.exec('pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000');
  driver.exec('pragma recursive_triggers = on; pragma trusted_schema = off');
  const begin = driver.prepare('begin immediate');
  const account = driver.prepare('select id, balance_fen from account where owner = ?');
  const known = driver.prepare('select sequence, id, kind, actor, at_ms from journal where id = ?');
  const head = driver.prepare(
    `insert into journal (id, kind, actor, at_ms) values (?, 'transfer', ?, 0) returning sequence`,
  );
  const entry = driver.prepare(
    'insert into entry (journal_sequence, account_id, amount_fen, balance_after_fen) values (?, ?, ?, ?)',
  );
  const balance = driver.prepare('update account set balance_fen = ? where id = ?');
  const commit = driver.prepare('commit');
  const transfer = ({ id, from, to, amountFen }: Request) => {
    begin.run();
    const sender = account.get(from);
    const receiver = account.get(to);
    if (known.get(id) !== undefined || sender.balance_fen < amountFen) throw new Error('refused');
    const { sequence } = head.get(id, from);
    const [senderFen, receiverFen] = [sender.balance_fen - amountFen, receiver.balance_fen + amountFen];
    entry.run(sequence, sender.id, -amountFen, senderFen);
    balance.run(senderFen, sender.id);
    entry.run(sequence, receiver.id, amountFen, receiverFen);
    balance.run(receiverFen, receiver.id);
    commit.run();
  };
  return { run: async (requests) => requests.forEach(transfer), close: () => driver.close() };
}
