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
import { readCatalog } from '#core/shop/catalog-file.ts';
import { Shop } from '#core/shop/shop.ts';
import { ConfigurationError } from '#lib/configuration-error.ts';
import { problemIn } from '#lib/ini/problem.ts';
import { parseMoney } from '#lib/money.ts';
import { complaintAboutMoney } from '#lib/money-complaints.ts';
import type { Feature, FeatureOptions } from './feature.ts';

/** The demo: a shop and a bank. Take this file, its commands and rules away, and the skeleton remains. */
export function shopAndBank({ database, clock, settings, paths }: FeatureOptions): Feature {
  const bank = new Bank({
    database,
    clock: () => clock.nowMs(),
    withdrawFeeBasisPoints: settings.bank.withdrawFeeBasisPoints,
  });
  const shop = new Shop({ database, clock: () => clock.nowMs(), catalog: readCatalog(paths.productsFile) });
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
        throw error instanceof OpeningBalanceError ? configurationErrorOf(error) : error;
      }
    },
    ownsSomething: (queries, name) => bank.hasAccount(queries, name),
  };
}

/** The bank does not know where the balances come from. */
function configurationErrorOf({ account, sentence }: OpeningBalanceError): ConfigurationError {
  const owner = account === undefined ? {} : { section: account, key: 'money' };
  return new ConfigurationError([problemIn('config.ini', { ...owner, sentence })]);
}
