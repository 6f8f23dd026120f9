import { auth } from '#core/auth.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import { type Answers, question } from '#core/question.ts';
import type { Text } from '#lib/text/text.ts';
import { timesQuestion } from './questions.ts';

const questions = {
  text: question.text({ label: { zh: '内容', en: 'Text' }, parse: (raw) => raw }),
  times: timesQuestion,
};

type Result = Answers<typeof questions>;

/** Two texts and a confirmation that names both. */
export class Note extends Command<typeof questions, Result> {
  readonly name = 'note';
  readonly title = { zh: '记事', en: 'Note' };
  readonly summary = { zh: '记下一句话', en: 'note a sentence' };
  override readonly position = 10;
  readonly questions = questions;

  override confirmation(_: Context, { text, times }: Result): Text {
    return { zh: `把 ${text} 记 ${times} 次，确定吗`, en: `Note ${text} ${times} times` };
  }

  @auth
  override async run(context: Context, answers: Result): Promise<Result> {
    const { name } = context.session.requireLive();
    context.logger.child('note').info(`记下 (noted) user=${name} times=${answers.times}`);
    return answers;
  }

  override show(context: Context, { text, times }: Result): void {
    context.say({ zh: `已记下 ${text}，${times} 次。`, en: `Noted ${text}, ${times} times.` });
  }

  override json(result: Result): Json {
    return { ...result };
  }
}
