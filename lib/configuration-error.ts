import { clean } from '#lib/text/clean.ts';
import type { Text } from '#lib/text/text.ts';

/** One thing that has to be corrected. */
export interface Problem {
  /** Where it stands: `file.ini:12 [section] key`, a variable's name, `--flag`. */
  readonly location: string;
  /** What is wrong; the remedy comes last. It holds no secret. */
  readonly sentence: Text;
}

const linesMax = 20;

/** What is wrong in a file or another source of configuration, all of it. The message is English, for logs and stacks. */
export class ConfigurationError extends Error {
  override readonly name: string = 'ConfigurationError';
  /** What to show: one line for each problem, and one that counts the rest when there are more than a screen holds. */
  readonly lines: readonly Text[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.slice(0, linesMax).map(lineOf);
    const more = problems.length - linesMax;
    if (more > 0) lines.push({ zh: `……还有 ${more} 处`, en: `... and ${more} more` });
    super(lines.map(({ en }) => en).join('\n'));
    this.lines = lines;
  }
}

// Names and values come from the source itself, and may hold anything.
const lineOf = ({ location, sentence: { zh, en } }: Problem): Text => ({
  zh: clean(`${location}：${zh}`),
  en: clean(`${location}: ${en}`),
});
