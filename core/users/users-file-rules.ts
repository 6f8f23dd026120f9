import type { IniDocument, IniOption, IniSection } from '#lib/ini/parse.ts';
import { suggest } from '#lib/suggest.ts';
import { checkName, type NameVerdict, nameLengthMax } from './name.ts';
import type { UsersFileProblem, UsersFileReason } from './users-file-error.ts';
import { complaintAboutPassword } from './users-file-password.ts';

/** The checks of keys beyond the skeleton's own: each returns a complaint that ends with the remedy, or nothing. */
export type ExtraKeys = ReadonlyMap<string, (value: string) => string | undefined>;

export const fallbackTimeoutSeconds = 1000;
const timeoutSecondsMax = 10 * 365 * 24 * 60 * 60;

const namesRefused: Readonly<Record<Exclude<NameVerdict, 'ok'>, string>> = {
  empty: 'a user needs a name',
  too_long: `a name has at most ${nameLengthMax} characters; choose a shorter one`,
  not_normalized: 'a name is written in the Unicode form NFC',
  outer_space: 'a name has no space at its ends; remove it from inside the brackets',
  forbidden_character: 'a name has no square brackets and no invisible characters; type it anew',
  reserved: 'is no user',
};

/** Every problem that configparser's own rules leave: names, keys and values, in the order of the lines. */
export function problemsOf({ defaults, sections }: IniDocument, extraKeys: ExtraKeys): UsersFileProblem[] {
  const problems = [...defaults.own.values()].flatMap((option) => checkOption('DEFAULT', option, extraKeys));
  const lines = new Map<string, number>();
  for (const section of sections.values()) {
    problems.push(...checkSection(section, lines));
    for (const option of section.own.values()) problems.push(...checkOption(section.name, option, extraKeys));
  }
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** @param lines where each name was first seen; the section's own is added. */
function checkSection(section: IniSection, lines: Map<string, number>): UsersFileProblem[] {
  const problems: UsersFileProblem[] = [];
  const refuse = (reason: UsersFileReason, sentence: string): void => {
    problems.push({ line: section.line, section: section.name, reason, sentence });
  };
  const name = section.name.normalize('NFC');
  const verdict = checkName(name);
  if (verdict !== 'ok') refuse('bad_name', namesRefused[verdict]);
  const before = lines.get(name);
  if (before === undefined) lines.set(name, section.line);
  else refuse('duplicate_name', `looks the same as the user on line ${before}; keep one of the two`);
  if (!section.get('password')) refuse('missing_password', 'has no password; add a line `password = ...`');
  return problems;
}

function checkOption(
  section: string,
  { key, value, line }: IniOption,
  extraKeys: ExtraKeys,
): UsersFileProblem[] {
  const refuse = (reason: UsersFileReason, sentence: string | undefined): UsersFileProblem[] =>
    sentence === undefined ? [] : [{ line, section, key, reason, sentence }];
  if (key === 'password') return refuse('bad_password', complaintAboutPassword(value));
  if (key === 'user_timeout') return refuse('bad_timeout', complaintAboutTimeout(value));
  const complain = extraKeys.get(key);
  if (complain) return refuse('bad_value', complain(value));
  const closest = suggest(key, ['password', 'user_timeout', ...extraKeys.keys()]);
  return refuse(
    'unknown_key',
    closest === undefined ? 'is an unknown key; remove it' : `is an unknown key; did you mean ${closest}?`,
  );
}

function complaintAboutTimeout(value: string): string | undefined {
  if (/^[1-9]\d{0,8}$/.test(value) && Number(value) <= timeoutSecondsMax) return undefined;
  return `must be a whole number of seconds from 1 to ${timeoutSecondsMax}`;
}
