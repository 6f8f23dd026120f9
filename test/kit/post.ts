import { auth } from '#core/auth.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import { defineErrors, errors } from '#core/errors.ts';
import { type Answers, question } from '#core/question.ts';
import type { Text } from '#lib/text/text.ts';

const postErrors = defineErrors({
  bad_pages: {
    exitCode: 2,
    text: () => ({ zh: '页数要写成整数，请重新输入。', en: 'Pages are a whole number. Type it again.' }),
  },
});

const speeds = ['air', 'land', 'sea'] as const;
type Speed = (typeof speeds)[number];

const questions = {
  to: question.text({ label: { zh: '寄给谁', en: 'Post to' }, parse: (raw) => raw }),
  pages: question.text({
    label: { zh: '页数', en: 'Pages' },
    parse(raw) {
      if (!/^\d+$/.test(raw)) throw postErrors.bad_pages();
      return Number(raw);
    },
  }),
  speed: question.choice<Speed>({
    label: { zh: '方式', en: 'Way' },
    choices: () => speeds.map((speed) => ({ value: speed, name: speed })),
    parse(raw) {
      const speed = speeds.find((one) => one === raw);
      if (speed === undefined) throw errors.bad_answer({ question: '--speed', choices: speeds });
      return speed;
    },
    initial: 'land',
    flagOnly: true,
  }),
};

type PostAnswers = Answers<typeof questions>;

interface Letter {
  readonly from: string;
  readonly to: string;
  readonly pages: number;
}

/** A command of tests that asks, confirms and has an effect: it stands for any command of any part. */
export class Post extends Command<typeof questions, Letter> {
  readonly name = 'post';
  readonly title = { zh: '寄信', en: 'Post a letter' };
  readonly summary = { zh: '寄一封信', en: 'post a letter' };
  readonly questions = questions;
  /** What has been posted. */
  readonly letters: Letter[] = [];
  /** Called between `@auth` and the effect, as a database that has to be waited for. */
  onTheWay: () => void = () => {};

  override confirmation(context: Context, { to, pages }: PostAnswers): Text {
    const from = context.session.user?.name ?? '';
    return {
      zh: `从 ${from} 寄 ${pages} 页给 ${to}`,
      en: `Post ${pages} pages from ${from} to ${to}`,
    };
  }

  @auth
  override async run(context: Context, { to, pages }: PostAnswers): Promise<Letter> {
    this.onTheWay();
    const letter = { from: context.session.requireLive().name, to, pages };
    this.letters.push(letter);
    return letter;
  }

  override show(context: Context, { to }: Letter): void {
    context.say({ zh: `已寄给 ${to}`, en: `Posted to ${to}` });
  }

  override json(letter: Letter): Json {
    return { ...letter };
  }
}
