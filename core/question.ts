import type { Choice } from '#lib/terminal/terminal.ts';
import type { Text } from '#lib/text/text.ts';
import type { Context } from './context.ts';

/** One thing a command needs to know: a prompt in the menu, a flag of the same name on the command line. */
export interface Question<T> {
  readonly kind: 'text' | 'secret' | 'choice';
  /** The prompt, and the flag's line in --help. */
  readonly label: Text;
  /** The answer as the rule wants it. @throws AppError with one sentence when the text cannot be one. */
  parse(raw: string): T;
  /** What can be answered, for `choice`; shown as a list and completed by the shell. */
  choices?(context: Context): Promise<readonly Choice[]> | readonly Choice[];
  /** Offered in the menu, and taken on the command line, when nothing is answered. */
  readonly initial?: string;
  /** Never asked: a flag only, whose absence is answered by `initial` or, without one, by an empty text. */
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
