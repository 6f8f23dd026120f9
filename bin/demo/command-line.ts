import {
  type Arguments,
  type Flag,
  parseArguments,
  programFlags,
  unexpectedWord,
} from '#core/cli/arguments.ts';
import { flagRows, helpTitles, section } from '#core/cli/help.ts';
import { errors } from '#core/errors.ts';
import type { Language } from '#lib/text/text.ts';

const flags: readonly Flag[] = [
  { name: 'fast', takesValue: false, summary: { zh: '输入时不停顿', en: 'type without pauses' } },
  ...programFlags,
];

/** @throws AppError `usage` */
export function parseDemoCommandLine(args: readonly string[], language: Language): Arguments {
  const given = parseArguments(args, flags);
  const words = given.command === undefined ? [] : [given.command, ...given.words];
  const problems = [...given.problems, ...words.map(unexpectedWord)].map((problem) => problem[language]);
  if (problems.length > 0) throw errors.usage({ problems });
  return given;
}

export const helpOfDemo = (language: Language): string =>
  [
    `${helpTitles.usage[language]}: node bin/demo.js [--flags]`,
    section(helpTitles.flags[language], flagRows(flags, language)),
  ].join('\n');
