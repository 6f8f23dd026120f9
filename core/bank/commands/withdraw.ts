import { auth } from '#core/auth.ts';
import type { Bank } from '#core/bank/bank.ts';
import { formatMoney, yuan } from '#core/bank/money.ts';
import { accepted, type Movement, movementJson } from '#core/bank/movement.ts';
import { amountQuestion, idQuestion } from '#core/bank/questions.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import type { Answers } from '#core/question.ts';
import type { Text } from '#lib/text/text.ts';

const questions = {
  amount: amountQuestion({ zh: '取款金额（元）', en: 'Amount to withdraw (yuan)' }),
  id: idQuestion,
};

type Result = Movement & { readonly user: string; readonly feeFen: bigint };

export class Withdraw extends Command<typeof questions, Result> {
  readonly name = 'withdraw';
  readonly title = { zh: '取款', en: 'Withdraw' };
  readonly summary = { zh: '取出现金（收手续费）', en: 'take out cash (for a fee)' };
  override readonly position = 70;
  readonly questions = questions;
  readonly #bank: Bank;

  constructor(bank: Bank) {
    super();
    this.#bank = bank;
  }

  override confirmation(_: Context, { amount }: Answers<typeof questions>): Text {
    const [sum, fee] = [yuan(amount), yuan(this.#bank.withdrawFee(amount))];
    return {
      zh: `取出 ${sum.zh}，手续费 ${fee.zh}，确定吗`,
      en: `Withdraw ${sum.en} for a fee of ${fee.en}`,
    };
  }

  @auth
  override async run(context: Context, { amount, id }: Answers<typeof questions>): Promise<Result> {
    const { name } = context.session.requireLive();
    const request = { id: id ?? context.newId(), name, amountFen: amount };
    const result = accepted(await this.#bank.withdraw(request, () => context.session.requireLive()));
    const logger = context.logger.child('withdraw');
    logger.info(
      `取款 (withdraw) ${result.status} id=${result.id} user=${name} amount=${formatMoney(amount)}`,
    );
    return { ...result, user: name };
  }

  override show(context: Context, { id, amountFen, feeFen, balanceFen }: Result): void {
    const [sum, fee, balance] = [yuan(amountFen), yuan(feeFen), yuan(balanceFen)];
    context.say({
      zh: `已取出 ${sum.zh}，手续费 ${fee.zh}，余额 ${balance.zh}\n编号 ${id}`,
      en: `Withdrew ${sum.en}; fee ${fee.en}; balance ${balance.en}\nid ${id}`,
    });
  }

  override json(result: Result): Json {
    return { user: result.user, ...movementJson(result), fee: formatMoney(result.feeFen) };
  }
}
