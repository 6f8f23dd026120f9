import { type Arguments, commonFlags, type Flag, parseArguments } from '#core/cli/arguments.ts';
import { flagRows, helpTitles, section } from '#core/cli/help.ts';
import { errors } from '#core/errors.ts';
import type { Language } from '#lib/text/text.ts';

const flags: readonly Flag[] = [
  { name: 'fast', takesValue: false, summary: { zh: '输入时不停顿', en: 'type without pauses' } },
  ...commonFlags.filter(({ name }) => name === 'help' || name === 'version'),
];

/** @throws AppError `usage` */
export function parseDemoCommandLine(args: readonly string[], language: Language): Arguments {
  const given = parseArguments(args, flags);
  const extra = given.command === undefined ? [] : [given.command, ...given.words];
  const unexpected = extra.map((word) => ({ zh: `多余的参数 ${word}`, en: `unexpected argument ${word}` }));
  const problems = [...given.problems, ...unexpected].map((problem) => problem[language]);
  if (problems.length > 0) throw errors.usage({ problems });
  return given;
}

export const helpOfDemo = (language: Language): string =>
  [
    `${helpTitles.usage[language]}: node bin/demo.js [--flags]`,
    section(helpTitles.flags[language], flagRows(flags, language)),
  ].join('\n');
