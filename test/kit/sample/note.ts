import { auth } from '#core/auth.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import { errors } from '#core/errors.ts';
import { type Answers, question } from '#core/question.ts';
import type { Text } from '#lib/text/text.ts';
import { timesQuestion } from './questions.ts';

const colours = ['black', 'blue', 'red'] as const;
type Colour = (typeof colours)[number];

const questions = {
  text: question.text({ label: { zh: '内容', en: 'Text' }, parse: (raw) => raw }),
  times: timesQuestion,
  ink: question.choice<Colour>({
    label: { zh: '颜色', en: 'Ink' },
    choices: () => colours.map((colour) => ({ value: colour, name: colour })),
    parse(raw) {
      const colour = colours.find((one) => one === raw);
      if (colour === undefined) throw errors.bad_answer({ question: '--ink', choices: colours });
      return colour;
    },
    initial: 'black',
    flagOnly: true,
  }),
};

type NoteAnswers = Answers<typeof questions>;

interface Noted {
  readonly user: string;
  readonly text: string;
  readonly times: number;
}

/** A text with which the command fails as a program with a mistake does. */
export const bugText = 'bug';

/** Two texts, a choice that is a flag only, a confirmation that names both texts, and an effect. */
export class Note extends Command<typeof questions, Noted> {
  readonly name = 'note';
  readonly title = { zh: '记事', en: 'Note' };
  readonly summary = { zh: '记下一句话', en: 'note a sentence' };
  override readonly position = 10;
  readonly questions = questions;
  /** The effects of this command, in their order. */
  readonly notes: Noted[] = [];
  /** Called between `@auth` and the effect, in place of a wait for a database. */
  beforeEffect: () => void = () => {};

  override confirmation(_: Context, { text, times }: NoteAnswers): Text {
    return { zh: `把 ${text} 记 ${times} 次，确定吗`, en: `Note ${text} ${times} times` };
  }

  @auth
  override async run(context: Context, { text, times }: NoteAnswers): Promise<Noted> {
    if (text === bugText) throw new TypeError('a mistake in the command');
    this.beforeEffect();
    const { name: user } = context.session.requireLive();
    context.logger.child('note').info(`记下 (noted) user=${user} times=${times}`);
    const noted = { user, text, times };
    this.notes.push(noted);
    return noted;
  }

  override show(context: Context, { text, times }: Noted): void {
    context.say({ zh: `已记下 ${text}，${times} 次。`, en: `Noted ${text}, ${times} times.` });
  }

  override json(noted: Noted): Json {
    return { ...noted };
  }
}
