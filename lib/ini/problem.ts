import { clean } from '#lib/text/clean.ts';

export type IniReason =
  | 'invalid_utf8'
  | 'nul_character'
  | 'missing_header'
  | 'text_after_header'
  | 'duplicate_section'
  | 'missing_delimiter'
  | 'empty_key'
  | 'duplicate_key';

/** One thing in a file that cannot be honoured. `sentence` says what is wrong and what to do; it never holds a value. */
export interface IniProblem {
  /** 1-based, counted as an editor counts. */
  readonly line: number;
  readonly section?: string;
  readonly key?: string;
  readonly reason: IniReason;
  readonly sentence: string;
}

/** All the problems of one file, in the order of their lines. There is at least one. */
export class IniError extends Error {
  override readonly name = 'IniError';
  readonly problems: readonly IniProblem[];

  constructor(problems: readonly IniProblem[]) {
    super(listProblems(problems.map(problemText)));
    this.problems = problems;
  }
}

/** `12 [egon] password: reason and remedy`, safe to show: names come from the file and may hold anything. */
export function problemText({ line, section, key, sentence }: Omit<IniProblem, 'reason'>): string {
  const place = [
    `${line}`,
    ...(section === undefined ? [] : [`[${short(section)}]`]),
    ...(key === undefined ? [] : [short(key)]),
  ];
  return clean(`${place.join(' ')}: ${sentence}`);
}

/** One line each, and a last line that counts the rest when there are more than a screen holds. */
export function listProblems(lines: readonly string[]): string {
  const more = lines.length - linesShownMax;
  return more > 0 ? [...lines.slice(0, linesShownMax), `... and ${more} more`].join('\n') : lines.join('\n');
}

const linesShownMax = 20;
const short = (name: string): string => (name.length > 80 ? `${name.slice(0, 79)}…` : name);
