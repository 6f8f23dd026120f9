import { auth } from '#core/auth.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import type { Answers } from '#core/question.ts';
import { thingQuestion, timesQuestion } from './questions.ts';
import type { Thing } from './things.ts';

const questionsAbout = (things: readonly Thing[]) => ({ thing: thingQuestion(things), times: timesQuestion });

type Questions = ReturnType<typeof questionsAbout>;
type Result = Answers<Questions>;

/** A list and a text. */
export class Pick extends Command<Questions, Result> {
  readonly name = 'pick';
  readonly title = { zh: '挑选', en: 'Pick' };
  readonly summary = { zh: '挑一样东西', en: 'pick a thing' };
  override readonly position = 20;
  readonly questions: Questions;

  constructor(things: readonly Thing[]) {
    super();
    this.questions = questionsAbout(things);
  }

  @auth
  override async run(_: Context, answers: Result): Promise<Result> {
    return answers;
  }

  override show(context: Context, { thing: { name }, times }: Result): void {
    context.say({ zh: `已挑选 ${name}，${times} 次。`, en: `Picked ${name}, ${times} times.` });
  }

  override json({ thing, times }: Result): Json {
    return { thing: thing.name, times };
  }
}
