import { defineErrors } from '#core/errors.ts';
import { type Question, question } from '#core/question.ts';
import type { Choice } from '#lib/terminal/terminal.ts';
import type { Thing } from './things.ts';

export const sampleErrors = defineErrors({
  bad_times: {
    exitCode: 2,
    text: () => ({
      zh: '次数要写成 1 到 99 的整数，请重新输入。',
      en: 'Times are a whole number from 1 to 99. Type it again.',
    }),
  },
  unknown_thing: {
    exitCode: 4,
    text: ({ name }: { name: string }) => ({
      zh: `没有 ${name}，请核对名称。`,
      en: `There is no ${name}. Check its name.`,
    }),
  },
});

/** A text with a complaint. */
export const timesQuestion: Question<number> = question.text({
  label: { zh: '次数', en: 'Times' },
  parse(raw) {
    if (!/^[1-9][0-9]?$/.test(raw)) throw sampleErrors.bad_times();
    return Number(raw);
  },
});

/** A list. */
export const thingQuestion = (things: readonly Thing[]): Question<Thing> =>
  question.choice({
    label: { zh: '哪一个', en: 'Which one' },
    choices: ({ language }) => choicesOf(things, language),
    parse(raw) {
      const thing = things.find(({ name }) => name === raw);
      if (thing === undefined) throw sampleErrors.unknown_thing({ name: raw });
      return thing;
    },
  });

export const choicesOf = (things: readonly Thing[], language: 'zh' | 'en'): readonly Choice[] =>
  things.map(({ name, count }) => ({
    value: name,
    name,
    hint: { zh: `余 ${count} 件，在仓库里`, en: `${count} left in the store` }[language],
  }));
