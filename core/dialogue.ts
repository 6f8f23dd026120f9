import { Back, type Prompt } from '#lib/terminal/terminal.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import type { Answers, Question, Questions } from './question.ts';

/**
 * Asks all questions in order, then calls `confirm`. Esc goes back to the previous question.
 * @returns the parsed answers; undefined when `confirm` returns false.
 * @throws Back on Esc at the first question.
 */
export async function askAll<Q extends Questions>(
  context: Context,
  questions: Q,
  confirm: (answers: Answers<Q>) => Promise<boolean>,
): Promise<Answers<Q> | undefined> {
  const asked = Object.entries(questions).filter(([, question]) => !question.flagOnly);
  const raw = new Map<string, string>();
  for (let index = 0; ; ) {
    const [name, question] = asked[index] ?? [];
    try {
      if (name === undefined || question === undefined) {
        const answers = parseAll(questions, raw);
        return (await confirm(answers)) ? answers : undefined;
      }
      raw.set(name, await askOne(context, question, raw.get(name)));
      index++;
    } catch (error) {
      if (!(error instanceof Back) || index === 0) throw error;
      context.terminal.takeBack();
      index--;
    }
  }
}

/** Asks one question until its answer parses. @returns the raw answer, trimmed unless it is a secret. */
export async function askOne(context: Context, question: Question<unknown>, typed?: string): Promise<string> {
  const answer = await context.ask(await promptOf(context, question, typed));
  return question.kind === 'secret' ? answer : answer.trim();
}

/**
 * Parses all answers. @param raw answers by question; the default of a missing one is the question's `initial`.
 * @throws AppError for the first answer that does not parse.
 */
export function parseAll<Q extends Questions>(questions: Q, raw: ReadonlyMap<string, string>): Answers<Q> {
  const answers = Object.entries(questions).map(([name, question]) => [
    name,
    question.parse(raw.get(name) ?? question.initial ?? ''),
  ]);
  return Object.fromEntries(answers) as Answers<Q>;
}

async function promptOf(context: Context, question: Question<unknown>, typed?: string): Promise<Prompt> {
  const message = context.in(question.label);
  const initial = question.kind === 'secret' ? undefined : (typed ?? question.initial);
  const withInitial = initial === undefined ? {} : { initial };
  if (question.kind === 'choice') {
    return { kind: 'choice', message, choices: (await question.choices?.(context)) ?? [], ...withInitial };
  }
  const check = (answer: string) => complaint(context, question, answer);
  return question.kind === 'secret'
    ? { kind: 'secret', message, check }
    : { kind: 'text', message, check, ...withInitial };
}

function complaint(context: Context, question: Question<unknown>, answer: string): string | undefined {
  try {
    question.parse(question.kind === 'secret' ? answer : answer.trim());
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return context.in(error.text);
    throw error;
  }
}
