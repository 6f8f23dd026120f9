import type { Choice } from '#lib/terminal/terminal.ts';
import type { Text } from '#lib/text/text.ts';
import type { Context } from './context.ts';

/** One input of a command: a prompt in the menu, and a flag of the same name on the command line. */
export interface Question<T> {
  readonly kind: 'text' | 'secret' | 'choice';
  /** The prompt's message, and the flag's line in --help. */
  readonly label: Text;
  /** Turns the raw text into the value that the command works with. @throws AppError when the text is not valid. */
  parse(raw: string): T;
  /** The possible answers of a `choice`. The menu shows them as a list, and the shell completes them. */
  choices?(context: Context): Promise<readonly Choice[]> | readonly Choice[];
  /** The default answer: the initial text of the prompt, and the value of a missing flag. */
  readonly initial?: string;
  /** The question is only a flag; the menu never asks it. Without the flag, the answer is `initial` or ''. */
  readonly flagOnly?: true;
}

export type Questions = Readonly<Record<string, Question<unknown>>>;
export type Answers<Q extends Questions> = {
  readonly [Name in keyof Q]: Q[Name] extends Question<infer T> ? T : never;
};

type Definition<T> = Omit<Question<T>, 'kind'>;

export const question = {
  text: <T>(definition: Definition<T>): Question<T> => ({ kind: 'text', ...definition }),
  secret: <T>(definition: Definition<T>): Question<T> => ({ kind: 'secret', ...definition }),
  choice: <T>(definition: Definition<T> & Required<Pick<Question<T>, 'choices'>>): Question<T> => ({
    kind: 'choice',
    ...definition,
  }),
};
