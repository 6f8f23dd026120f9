import type { PartDefinition } from '#core/part.ts';
import { ConfigurationError } from '#lib/configuration-error.ts';
import { problemIn } from '#lib/ini/problem.ts';
import { Bank } from './bank.ts';
import { Audit } from './commands/audit.ts';
import { Balance } from './commands/balance.ts';
import { Deposit } from './commands/deposit.ts';
import { Statement } from './commands/statement.ts';
import { Transfer } from './commands/transfer.ts';
import { Withdraw } from './commands/withdraw.ts';
import { parseMoney } from './money.ts';
import { complaintAboutMoney } from './money-complaints.ts';
import { OpeningBalanceError } from './opening.ts';

export interface BankSettings {
  readonly bank: { readonly withdrawFeeBasisPoints: bigint };
}

export const bank: PartDefinition<BankSettings> = {
  name: 'bank',
  hasTables: true,
  open({ database, clock, settings }) {
    const bank = new Bank({
      database,
      clock: () => clock.nowMs(),
      withdrawFeeBasisPoints: settings.bank.withdrawFeeBasisPoints,
    });
    return {
      commands: [
        new Balance(bank),
        new Transfer(bank),
        new Statement(bank),
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
  },
};

/** Adds the file, the section and the key: openAccounts does not know that the balances come from config.ini. */
function configurationErrorOf({ account, sentence }: OpeningBalanceError): ConfigurationError {
  const owner = account === undefined ? {} : { section: account, key: 'money' };
  return new ConfigurationError([problemIn('config.ini', { ...owner, sentence })]);
}
