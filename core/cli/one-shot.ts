import type { Command } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import { askOne, parseAll } from '#core/dialogue.ts';
import { AppError, errors } from '#core/errors.ts';
import type { Answers, Questions } from '#core/question.ts';
import type { Language, Text } from '#lib/text/text.ts';
import { type Arguments, environmentName, type Flag, parseArguments, unexpectedWord } from './arguments.ts';
import { knownFlags } from './command-list.ts';

/** The answers of a command line and the questions without one. Making a plan has no side effects. */
export interface Plan {
  readonly command: Command;
  readonly raw: ReadonlyMap<string, string>;
  /** The names of the questions without an answer. */
  readonly missing: readonly string[];
  readonly flags: Arguments['flags'];
}

/** Reads a secret from somewhere else than a prompt. @returns undefined when there is none. */
export type Secrets = (question: string) => Promise<string | undefined>;

/** @throws AppError `usage` with every problem of the command line, or `bad_answer`. */
export async function planOneShot(
  command: Command,
  args: readonly string[],
  settingFlags: readonly Flag[],
  secrets: Secrets,
  language: Language,
): Promise<Plan> {
  const parsed = parseArguments(args, knownFlags(command, settingFlags));
  const { words, ...given } = takeWord(command, parsed);
  const raw = new Map<string, string>();
  const missing: string[] = [];
  for (const [name, question] of Object.entries(command.questions)) {
    const answer = question.kind === 'secret' ? await secrets(name) : given.flags.get(name);
    if (typeof answer === 'string') raw.set(name, question.kind === 'secret' ? answer : answer.trim());
    else if (!question.flagOnly && question.initial === undefined) missing.push(name);
  }
  const problems = [...parsed.problems, ...words.map(unexpectedWord), ...complaints(command.questions, raw)];
  if (problems.length > 0) throw problemsError(problems, language);
  return { command, raw, missing, flags: parsed.flags };
}

function takeWord({ wordAnswers }: Command, { flags, words }: Arguments): Pick<Arguments, 'flags' | 'words'> {
  const [first, ...rest] = words;
  if (wordAnswers === undefined || first === undefined || flags.has(wordAnswers)) return { flags, words };
  return { flags: new Map([...flags, [wordAnswers, first]]), words: rest };
}

/** Asks the missing questions at an interactive terminal. @throws AppError `missing_answers` at any other. */
export async function completePlan(context: Context, plan: Plan): Promise<Answers<Questions>> {
  const raw = new Map(plan.raw);
  if (plan.missing.length > 0 && !context.terminal.interactive) throw missingError(plan);
  for (const name of plan.missing) {
    const question = plan.command.questions[name];
    if (question !== undefined) raw.set(name, await askOne(context, question));
  }
  return parseAll(plan.command.questions, raw);
}

/** The error that names the flag, or for a secret the variable, for each missing answer. */
export const missingError = ({ missing, command }: Plan, also: readonly string[] = []): AppError =>
  errors.missing_answers({ missing: [...also, ...missing.map((name) => sourceOf(command, name))] });

const sourceOf = (command: Command, name: string): string =>
  command.questions[name]?.kind === 'secret' ? `${environmentName(name)} (--password-stdin)` : `--${name}`;

function complaints(questions: Questions, raw: ReadonlyMap<string, string>): (Text | AppError)[] {
  return Object.entries(questions).flatMap(([name, question]) => {
    const answer = raw.get(name);
    if (answer === undefined) return [];
    try {
      question.parse(answer);
      return [];
    } catch (error) {
      if (error instanceof AppError) return [error];
      throw error;
    }
  });
}

/** A single refused answer keeps its own code. Several problems become one `usage` error. */
function problemsError(problems: readonly (Text | AppError)[], language: Language): AppError {
  const [first] = problems;
  if (problems.length === 1 && first instanceof AppError) return first;
  const sentences = problems.map((one) => (one instanceof AppError ? one.text : one)[language]);
  // The `usage` error joins the sentences and adds the full stop.
  return errors.usage({ problems: sentences.map((sentence) => sentence.replace(/[.。]$/, '')) });
}
