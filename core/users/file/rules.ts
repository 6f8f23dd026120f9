import { checkName, type NameVerdict, nameLengthMax } from '#core/users/name.ts';
import type { IniDocument, IniOption, IniSection } from '#lib/ini/parse.ts';
import { unknownKey } from '#lib/ini/problem.ts';
import type { Text } from '#lib/text/text.ts';
import type { UsersFileProblem, UsersFileReason } from './error.ts';
import { complaintAboutPassword } from './password.ts';

/** Checks for the keys of parts. Each returns a complaint that ends with the remedy, or undefined. */
export type ExtraKeys = ReadonlyMap<string, (value: string) => Text | undefined>;

export const fallbackTimeoutSeconds = 1000;
const timeoutSecondsMax = 10 * 365 * 24 * 60 * 60;

const namesRefused: Readonly<Record<Exclude<NameVerdict, 'ok'>, Text>> = {
  empty: {
    zh: '用户名为空，请在方括号里写上用户名',
    en: 'a user needs a name; write it inside the brackets',
  },
  too_long: {
    zh: `用户名最多 ${nameLengthMax} 个字符，请换一个短些的`,
    en: `a name has at most ${nameLengthMax} characters; choose a shorter one`,
  },
  not_normalized: {
    zh: '用户名要用 Unicode 的 NFC 形式，请重新输入',
    en: 'a name must be in the Unicode form NFC; type it again',
  },
  outer_space: {
    zh: '用户名首尾不能有空格，请去掉方括号内侧的空格',
    en: 'a name must not start or end with a space; remove the space inside the brackets',
  },
  forbidden_character: {
    zh: '用户名不能含方括号和不可见字符，请重新输入',
    en: 'a name must not contain square brackets or invisible characters; type it again',
  },
  reserved: { zh: '不能用作用户名，请换一个', en: 'cannot be used as a name; choose another' },
};

/** Checks names, keys and values. @returns all problems, sorted by line. */
export function problemsOf({ defaults, sections }: IniDocument, extraKeys: ExtraKeys): UsersFileProblem[] {
  const lines = new Map<string, number>();
  const problems = [
    ...[...defaults.own.values()].flatMap((option) => checkOption('DEFAULT', option, extraKeys)),
    ...[...sections.values()].flatMap((section) => [
      ...checkSection(section, lines),
      ...[...section.own.values()].flatMap((option) => checkOption(section.name, option, extraKeys)),
    ]),
  ];
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** @param lines the first line of each name; the function adds the section's name. */
function checkSection(section: IniSection, lines: Map<string, number>): UsersFileProblem[] {
  const problems: UsersFileProblem[] = [];
  const refuse = (reason: UsersFileReason, sentence: Text): void => {
    problems.push({ line: section.line, section: section.name, reason, sentence });
  };
  const name = section.name.normalize('NFC');
  const verdict = checkName(name);
  if (verdict !== 'ok') refuse('bad_name', namesRefused[verdict]);
  const before = lines.get(name);
  if (before === undefined) lines.set(name, section.line);
  else
    refuse('duplicate_name', {
      zh: `与第 ${before} 行的用户名看起来一样，请只保留一个`,
      en: `looks the same as the user on line ${before}; keep one of the two`,
    });
  if (!section.get('password'))
    refuse('missing_password', {
      zh: '没有密码，请加上一行“password = …”',
      en: 'has no password; add a line `password = ...`',
    });
  return problems;
}

function checkOption(
  section: string,
  { key, value, line }: IniOption,
  extraKeys: ExtraKeys,
): UsersFileProblem[] {
  const refuse = (reason: UsersFileReason, sentence: Text | undefined): UsersFileProblem[] =>
    sentence === undefined ? [] : [{ line, section, key, reason, sentence }];
  if (key === 'password') return refuse('bad_password', complaintAboutPassword(value));
  if (key === 'user_timeout') return refuse('bad_timeout', complaintAboutTimeout(value));
  const complain = extraKeys.get(key);
  if (complain) return refuse('bad_value', complain(value));
  return refuse('unknown_key', unknownKey(key, ['password', 'user_timeout', ...extraKeys.keys()]));
}

function complaintAboutTimeout(value: string): Text | undefined {
  if (/^[1-9]\d{0,8}$/.test(value) && Number(value) <= timeoutSecondsMax) return undefined;
  return {
    zh: `必须是 1 到 ${timeoutSecondsMax} 的整数（单位：秒），请改正`,
    en: `must be a whole number of seconds from 1 to ${timeoutSecondsMax}; correct it`,
  };
}
