import { clean } from '#lib/text/clean.ts';
import type { Text } from '#lib/text/text.ts';

/** One problem of a configuration, which the user has to correct. */
export interface Problem {
  /** `file.ini:12 [section] key`, the name of a variable, or `--flag`. */
  readonly location: string;
  /** The problem, followed by the remedy. It contains no secret. */
  readonly sentence: Text;
}

const linesMax = 20;

/** Lists all problems of a file or of another source of configuration. The message is English, for logs and stacks. */
export class ConfigurationError extends Error {
  override readonly name: string = 'ConfigurationError';
  /** The lines to show: one per problem, at most 20, then one with the number of the remaining problems. */
  readonly lines: readonly Text[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.slice(0, linesMax).map(lineOf);
    const more = problems.length - linesMax;
    if (more > 0) lines.push({ zh: `……还有 ${more} 处`, en: `... and ${more} more` });
    super(lines.map(({ en }) => en).join('\n'));
    this.lines = lines;
  }
}

// Names and values come from the source and may contain any character, so the line is cleaned.
const lineOf = ({ location, sentence: { zh, en } }: Problem): Text => ({
  zh: clean(`${location}：${zh}`),
  en: clean(`${location}: ${en}`),
});
