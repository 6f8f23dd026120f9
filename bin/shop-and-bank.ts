import { readFileSync } from 'node:fs';
import { Bank } from '#core/bank/bank.ts';
import { OpeningBalanceError } from '#core/bank/opening.ts';
import { Audit } from '#core/commands/audit.ts';
import { Balance } from '#core/commands/balance.ts';
import { Buy } from '#core/commands/buy.ts';
import { Deposit } from '#core/commands/deposit.ts';
import { Orders } from '#core/commands/orders.ts';
import { Statement } from '#core/commands/statement.ts';
import { Transfer } from '#core/commands/transfer.ts';
import { Withdraw } from '#core/commands/withdraw.ts';
import { errors } from '#core/errors.ts';
import { type Catalog, CatalogError, parseCatalog } from '#core/shop/catalog.ts';
import { Shop } from '#core/shop/shop.ts';
import { decodeIni } from '#lib/ini/decode.ts';
import { parseIni } from '#lib/ini/parse.ts';
import { IniError } from '#lib/ini/problem.ts';
import { MoneyError, parseMoney } from '#lib/money.ts';
import type { Feature, FeatureParts } from './feature.ts';

/** The demo: a shop and a bank. Take this file, its commands and rules away, and the skeleton remains. */
export function shopAndBank({ database, clock, settings, places }: FeatureParts): Feature {
  const bank = new Bank({
    database,
    clock: () => clock.nowMs(),
    withdrawFeeBasisPoints: Number(settings.bank.withdrawFeeBasisPoints),
  });
  const shop = new Shop({ database, clock: () => clock.nowMs(), catalog: readCatalog(places.productsFile) });
  return {
    commands: [
      new Buy(shop),
      new Balance(bank),
      new Transfer(bank),
      new Statement(bank),
      new Orders(shop),
      new Deposit(bank),
      new Withdraw(bank),
      new Audit(bank),
    ],
    userKeys: new Map([['money', complaintAboutMoney]]),
    async onUsersAdded(queries, users) {
      const accounts = users.map(({ name, extra }) => ({
        name,
        openingFen: parseMoney(extra.get('money') ?? '0'),
      }));
      try {
        await bank.openAccounts(queries, accounts);
      } catch (error) {
        if (error instanceof OpeningBalanceError)
          throw errors.configuration({ problems: [`config.ini: ${error.message}`] });
        throw error;
      }
    },
    ownsSomething: (queries, name) => bank.hasAccount(queries, name),
  };
}

function complaintAboutMoney(value: string): string | undefined {
  try {
    parseMoney(value);
    return undefined;
  } catch (error) {
    if (error instanceof MoneyError) return `must be an amount such as 12 or 12.50 (${error.reason})`;
    throw error;
  }
}

/** @throws AppError `configuration` with everything that is wrong in the file. */
function readCatalog(path: string): Catalog {
  try {
    const { sections } = parseIni(decodeIni(readFileSync(path)));
    const values = [...sections].map(([id, { own }]) => {
      return [id, new Map([...own].map(([key, { value }]) => [key, value]))] as const;
    });
    return parseCatalog(new Map(values));
  } catch (error) {
    const isTheirs = error instanceof IniError || error instanceof CatalogError || hasCode(error);
    if (isTheirs) throw errors.configuration({ problems: [`products.ini: ${(error as Error).message}`] });
    throw error;
  }
}

const hasCode = (error: unknown): boolean => typeof (error as NodeJS.ErrnoException).code === 'string';
