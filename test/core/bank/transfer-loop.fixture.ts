/**
 * Shows the books at its start, then transfers 1 fen at a time, back and forth, and writes each id once it is
 * acknowledged. Arguments: file, options as JSON, prefix of the ids, how many, from, to.
 */
import { writeSync } from 'node:fs';
import { Bank } from '#core/bank/bank.ts';
import { openSqlite } from '#db/sqlite/sqlite.ts';

const [file = '', options = '', prefix = '', count = '', first = '', second = ''] = process.argv.slice(2);
const database = await openSqlite({ ...JSON.parse(options), file, busyTimeoutMs: 30_000 });
const bank = new Bank({ database, clock: () => 0, withdrawFeeBasisPoints: 500n });
const users = [first, second].map((name) => ({ name, openingFen: 1_000_000n }));
await database.write((queries) => bank.openAccounts(queries, users));

const report = await bank.audit();
const booked = (await bank.statement(first)).map(({ id }) => id).filter((id) => !id.startsWith('opening/'));
const print = (line: string) => writeSync(1, `${line}\n`);
print(
  JSON.stringify({ ok: report.ok, total: report.ok ? report.totalFen.toString() : report.problems, booked }),
);

for (let number = 0; number < Number(count); number++) {
  const [from, to] = number % 3 === 2 ? [second, first] : [first, second];
  const { status } = await bank.transfer({ id: `${prefix}-${number}`, from, to, amountFen: 1n }, () => {});
  print(`${prefix}-${number} ${status}`);
}
await database.close();
