import assert from 'node:assert';
import { type Account, bankAccount, findAccount } from '#db/bank/accounts.ts';
import { type BookTotals, findProblems, readTotals } from '#db/bank/audit.ts';
import { findTransaction, readStatement, type StatementLine, type TimeRange } from '#db/bank/journal.ts';
import type { Database, Queries } from '#db/database.ts';
import type { Text } from '#lib/text/text.ts';
import { balanceAfter, book } from './ledger.ts';
import { type NewAccount, openAccounts } from './opening.ts';
import { depositStatus, type Refusal, transferStatus, withdrawalFee, withdrawalStatus } from './rules.ts';

/** The bank calls it inside the transaction, right before it writes. @throws SessionEnded, or another error to stop. */
export type Guard = () => void;

export interface BankOptions {
  readonly database: Database;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The fee of a withdrawal, in hundredths of a percent. The account pays it in addition to the amount. */
  readonly withdrawFeeBasisPoints: bigint;
}

export interface Transfer {
  /** The idempotency id of the user `from`: a repeated request with the same id moves nothing and gets the same answer. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly amountFen: bigint;
}

/** A deposit or a withdrawal of cash. */
export interface CashMovement {
  readonly id: string;
  readonly name: string;
  readonly amountFen: bigint;
}

/** `balanceFen`: the balance of the requesting user right after the movement, also for `exists`. */
export type Outcome<Request> =
  | (Request & { readonly status: 'created' | 'exists'; readonly balanceFen: bigint })
  | { readonly status: Refusal };

export type AuditReport =
  | (BookTotals & { readonly ok: true })
  | { readonly ok: false; readonly problems: readonly Text[] };

const always: TimeRange = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

/** Moves money according to rules.ts. Every request is one transaction of the database. */
export class Bank {
  readonly #database: Database;
  readonly #clock: () => number;
  readonly #withdrawFeeBasisPoints: bigint;

  constructor({ database, clock, withdrawFeeBasisPoints }: BankOptions) {
    this.#database = database;
    this.#clock = clock;
    this.#withdrawFeeBasisPoints = withdrawFeeBasisPoints;
  }

  /** See {@link openAccounts}. It runs in the caller's transaction. @throws OpeningBalanceError */
  openAccounts(queries: Queries, users: Iterable<NewAccount>): Promise<void> {
    return openAccounts(queries, users, this.#clock());
  }

  /** Whether a user with this name has an account, or had one before. */
  async hasAccount(queries: Queries, name: string): Promise<boolean> {
    return (await findAccount(queries, name)) !== undefined;
  }

  balance(name: string): Promise<bigint> {
    return this.#database.read(async (queries) => (await accountOf(queries, name)).balanceFen);
  }

  transfer(request: Transfer, guard: Guard): Promise<Outcome<Transfer>> {
    return this.#database.write(async (queries): Promise<Outcome<Transfer>> => {
      const { id, from, to, amountFen } = request;
      const sender = await findAccount(queries, from);
      const receiver = await findAccount(queries, to);
      const recorded = await findTransaction(queries, from, id);
      const status = transferStatus({ from, to, amountFen, sender, receiver, recorded });
      if (status !== 'created' && status !== 'exists') return { status };
      assert(sender !== undefined && receiver !== undefined);
      if (recorded !== undefined) return { ...request, status, balanceFen: balanceAfter(recorded, sender) };
      guard();
      await book(queries, { id, kind: 'transfer', actor: from, atMs: this.#clock() }, [
        { account: sender, amountFen: -amountFen },
        { account: receiver, amountFen },
      ]);
      return { ...request, status, balanceFen: sender.balanceFen - amountFen };
    });
  }

  deposit(request: CashMovement, guard: Guard): Promise<Outcome<CashMovement>> {
    return this.#database.write(async (queries): Promise<Outcome<CashMovement>> => {
      const { id, name, amountFen } = request;
      const user = await findAccount(queries, name);
      const cash = await bankAccount(queries, 'cash');
      const recorded = await findTransaction(queries, name, id);
      const status = depositStatus({ name, amountFen, user, cash, recorded });
      if (status !== 'created' && status !== 'exists') return { status };
      assert(user !== undefined);
      if (recorded !== undefined) return { ...request, status, balanceFen: balanceAfter(recorded, user) };
      guard();
      await book(queries, { id, kind: 'deposit', actor: name, atMs: this.#clock() }, [
        { account: cash, amountFen: -amountFen },
        { account: user, amountFen },
      ]);
      return { ...request, status, balanceFen: user.balanceFen + amountFen };
    });
  }

  /** @returns the fee that {@link withdraw} charges in addition to `amountFen`, in fen. */
  withdrawFee(amountFen: bigint): bigint {
    return withdrawalFee(amountFen, this.#withdrawFeeBasisPoints);
  }

  withdraw(
    request: CashMovement,
    guard: Guard,
  ): Promise<Outcome<CashMovement & { readonly feeFen: bigint }>> {
    type Result = Outcome<CashMovement & { readonly feeFen: bigint }>;
    return this.#database.write(async (queries): Promise<Result> => {
      const { id, name, amountFen } = request;
      const feeFen = this.withdrawFee(amountFen);
      const user = await findAccount(queries, name);
      const cash = await bankAccount(queries, 'cash');
      const fees = await bankAccount(queries, 'fees');
      const recorded = await findTransaction(queries, name, id);
      const status = withdrawalStatus({ name, amountFen, feeFen, user, cash, fees, recorded });
      if (status !== 'created' && status !== 'exists') return { status };
      assert(user !== undefined);
      if (recorded !== undefined) {
        const charged = recorded.entries.find(({ accountId }) => accountId === fees.id)?.amountFen ?? 0n;
        return { ...request, status, feeFen: charged, balanceFen: balanceAfter(recorded, user) };
      }
      guard();
      await book(queries, { id, kind: 'withdrawal', actor: name, atMs: this.#clock() }, [
        { account: user, amountFen: -(amountFen + feeFen) },
        { account: cash, amountFen },
        { account: fees, amountFen: feeFen },
      ]);
      return { ...request, status, feeFen, balanceFen: user.balanceFen - amountFen - feeFen };
    });
  }

  /** @returns the movements of an account, oldest first. @param range monthRange makes the range of a month. */
  statement(name: string, range: TimeRange = always): Promise<readonly StatementLine[]> {
    return this.#database.read(async (queries) =>
      readStatement(queries, (await accountOf(queries, name)).id, range),
    );
  }

  /**
   * Recomputes all balances from the entries. `totalFen` is the sum of the users' money and the bank's own money. Only
   * opening balances, deposits and withdrawals change it.
   */
  audit(): Promise<AuditReport> {
    return this.#database.read(async (queries): Promise<AuditReport> => {
      const problems = await findProblems(queries);
      return problems.length > 0 ? { ok: false, problems } : { ok: true, ...(await readTotals(queries)) };
    });
  }
}

// Every signed-in user has an account, because the transaction that adds a user also opens the account.
async function accountOf(queries: Queries, name: string): Promise<Account> {
  const account = await findAccount(queries, name);
  assert(account !== undefined, 'the user has no account');
  return account;
}
