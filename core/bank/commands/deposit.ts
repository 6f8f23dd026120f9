import { auth } from '#core/auth.ts';
import type { Bank } from '#core/bank/bank.ts';
import { formatMoney, yuan } from '#core/bank/money.ts';
import { accepted, type Movement, movementJson } from '#core/bank/movement.ts';
import { amountQuestion, idQuestion } from '#core/bank/questions.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import type { Answers } from '#core/question.ts';

const questions = {
  amount: amountQuestion({ zh: '存入金额（元）', en: 'Amount to deposit (yuan)' }),
  id: idQuestion,
};

type Result = Movement & { readonly user: string };

export class Deposit extends Command<typeof questions, Result> {
  readonly name = 'deposit';
  readonly title = { zh: '存款', en: 'Deposit' };
  readonly summary = { zh: '存入现金', en: 'pay in cash' };
  override readonly position = 60;
  readonly questions = questions;
  readonly #bank: Bank;

  constructor(bank: Bank) {
    super();
    this.#bank = bank;
  }

  @auth
  override async run(context: Context, { amount, id }: Answers<typeof questions>): Promise<Result> {
    const { name } = context.session.requireLive();
    const request = { id: id ?? context.newId(), name, amountFen: amount };
    const result = accepted(await this.#bank.deposit(request, () => context.session.requireLive()));
    const logger = context.logger.child('deposit');
    logger.info(`存款 (deposit) ${result.status} id=${result.id} user=${name} amount=${formatMoney(amount)}`);
    return { ...result, user: name };
  }

  override show(context: Context, { id, amountFen, balanceFen }: Result): void {
    const [sum, balance] = [yuan(amountFen), yuan(balanceFen)];
    context.say({
      zh: `已存入 ${sum.zh}，余额 ${balance.zh}\n编号 ${id}`,
      en: `Deposited ${sum.en}; balance ${balance.en}\nid ${id}`,
    });
  }

  override json(result: Result): Json {
    return { user: result.user, ...movementJson(result) };
  }
}
