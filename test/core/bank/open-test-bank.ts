import { Bank } from '#core/bank/bank.ts';
import { openTestDatabase, type TestDatabase } from '#test/kit/open-test-database.ts';

/** A guard whose session has not ended. */
export const live = (): void => {};

export type TestBank = Bank & AsyncDisposable & { readonly database: TestDatabase };

/** A bank on a real file whose clock shows 1, 2, 3, ... */
export async function openTestBank(
  opening: Readonly<Record<string, bigint>>,
  file?: string,
): Promise<TestBank> {
  const database = await openTestDatabase(file);
  let nowMs = 0;
  const bank = new Bank({ database, clock: () => ++nowMs, withdrawFeeBasisPoints: 500n });
  const users = Object.entries(opening).map(([name, openingFen]) => ({ name, openingFen }));
  await database.write((queries) => bank.openAccounts(queries, users));
  return Object.assign(bank, { database, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() });
}
