import type { Bank } from '#core/bank/bank.ts';
import { bankErrors } from '#core/bank/errors.ts';
import { formatMoney, yuan } from '#core/bank/money.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';

interface Result {
  readonly totalFen: bigint;
  readonly accounts: number;
  readonly transactions: number;
}

export class Audit extends Command<Record<never, never>, Result> {
  readonly name = 'audit';
  readonly title = { zh: '对账', en: 'Audit' };
  readonly summary = { zh: '证明账目是平的', en: 'prove that the books balance' };
  override readonly position = 75;
  override readonly access = 'public';
  override readonly reach = 'local';
  override readonly form = 'command';
  readonly questions = {};
  readonly #bank: Bank;

  constructor(bank: Bank) {
    super();
    this.#bank = bank;
  }

  override async run(): Promise<Result> {
    const report = await this.#bank.audit();
    if (!report.ok) throw bankErrors.books_do_not_balance({ problems: report.problems });
    return report;
  }

  override show(context: Context, { totalFen, accounts, transactions }: Result): void {
    const total = yuan(totalFen);
    context.say({
      zh: `账目平衡：${accounts} 个账户，${transactions} 笔交易，共 ${total.zh}`,
      en: `The books balance: ${accounts} accounts, ${transactions} transactions, ${total.en} in all`,
    });
  }

  override json({ totalFen, accounts, transactions }: Result): Json {
    return { ok: true, total: formatMoney(totalFen), accounts, transactions };
  }
}
