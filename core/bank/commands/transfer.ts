import { auth } from '#core/auth.ts';
import type { Bank } from '#core/bank/bank.ts';
import { bankErrors } from '#core/bank/errors.ts';
import { formatMoney, yuan } from '#core/bank/money.ts';
import { accepted, type Movement, movementJson } from '#core/bank/movement.ts';
import { amountQuestion, idQuestion } from '#core/bank/questions.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import { type Answers, question } from '#core/question.ts';
import { checkName } from '#core/users/name.ts';
import { clean } from '#lib/text/clean.ts';
import type { Text } from '#lib/text/text.ts';

const questions = {
  to: question.text({
    label: { zh: '转给谁', en: 'Transfer to' },
    parse(raw) {
      const name = raw.normalize();
      if (checkName(name) !== 'ok') throw bankErrors.unknown_account();
      return name;
    },
  }),
  amount: amountQuestion({ zh: '金额（元）', en: 'Amount (yuan)' }),
  id: idQuestion,
};

type Result = Movement & { readonly from: string; readonly to: string };

export class Transfer extends Command<typeof questions, Result> {
  readonly name = 'transfer';
  readonly title = { zh: '转账', en: 'Transfer' };
  readonly summary = { zh: '把钱转给另一个用户', en: 'send money to another user' };
  override readonly position = 30;
  readonly questions = questions;
  readonly #bank: Bank;

  constructor(bank: Bank) {
    super();
    this.#bank = bank;
  }

  override confirmation(context: Context, { to, amount }: Answers<typeof questions>): Text {
    const [from, receiver, sum] = [context.session.user?.name, clean(to), yuan(amount)];
    return {
      zh: `从 ${from} 转给 ${receiver} ${sum.zh}，确定吗`,
      en: `Send ${sum.en} from ${from} to ${receiver}`,
    };
  }

  @auth
  override async run(context: Context, { to, amount, id }: Answers<typeof questions>): Promise<Result> {
    const { name: from } = context.session.requireLive();
    const request = { id: id ?? context.newId(), from, to, amountFen: amount };
    const result = accepted(await this.#bank.transfer(request, () => context.session.requireLive()));
    const logger = context.logger.child('transfer');
    logger.info(
      `转账 (transfer) ${result.status} id=${result.id} from=${from} to=${to} amount=${formatMoney(amount)}`,
    );
    return result;
  }

  override show(context: Context, { id, to, amountFen, balanceFen }: Result): void {
    const [sum, balance] = [yuan(amountFen), yuan(balanceFen)];
    context.say({
      zh: `已转给 ${to} ${sum.zh}，余额 ${balance.zh}\n编号 ${id}`,
      en: `Sent ${sum.en} to ${to}; balance ${balance.en}\nid ${id}`,
    });
  }

  override json(result: Result): Json {
    return { id: result.id, from: result.from, to: result.to, ...movementJson(result) };
  }
}
