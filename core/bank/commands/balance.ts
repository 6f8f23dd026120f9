import { auth } from '#core/auth.ts';
import type { Bank } from '#core/bank/bank.ts';
import { formatMoney, yuan } from '#core/bank/money.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';

interface Result {
  readonly user: string;
  readonly balanceFen: bigint;
}

export class Balance extends Command<Record<never, never>, Result> {
  readonly name = 'balance';
  readonly title = { zh: '查看余额', en: 'Balance' };
  readonly summary = { zh: '查看余额', en: 'show the balance' };
  override readonly position = 20;
  readonly questions = {};
  readonly #bank: Bank;

  constructor(bank: Bank) {
    super();
    this.#bank = bank;
  }

  @auth
  override async run(context: Context): Promise<Result> {
    const { name } = context.session.requireLive();
    return { user: name, balanceFen: await this.#bank.balance(name) };
  }

  override show(context: Context, { user, balanceFen }: Result): void {
    const amount = yuan(balanceFen);
    context.say({ zh: `${user} 的余额：${amount.zh}`, en: `Balance of ${user}: ${amount.en}` });
  }

  override json({ user, balanceFen }: Result): Json {
    return { user, balance: formatMoney(balanceFen) };
  }
}
