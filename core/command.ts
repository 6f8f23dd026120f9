import type { Text } from '#lib/text/text.ts';
import type { Restrictions } from './access.ts';
import { type Context, forResults } from './context.ts';
import { askAll } from './dialogue.ts';
import type { Answers, Questions } from './question.ts';

/** The output of --json. Amounts are strings with two decimals. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * One command of the app. The menu entry, the one-shot command and the entry of --help are all made from it.
 * A subclass has a name, a list of questions, and a `run` method, which `@auth` guards if it needs a user.
 */
export abstract class Command<Q extends Questions = Questions, Result = unknown> implements Restrictions {
  /** The word on the command line, in kebab case. */
  abstract readonly name: string;
  /** The entry of the menu. */
  abstract readonly title: Text;
  /** One line for --help. */
  abstract readonly summary: Text;
  abstract readonly questions: Q;
  /** See core/access.ts. */
  readonly access: Restrictions['access'] = 'user';
  readonly reach: Restrictions['reach'] = 'anywhere';
  readonly form: Restrictions['form'] = 'both';
  /** Menu and help are sorted by it, ascending. Commands with the same position are in the order of their parts. */
  readonly position: number = 50;
  /** The question that a word without a flag answers, as in `completion bash`. */
  readonly wordAnswers: (keyof Q & string) | undefined = undefined;
  /** Whether config.ini is read before the command runs. */
  readonly usesUsers: boolean = true;
  /** Whether also a complete command line is confirmed: by a prompt, or by --yes. Otherwise what is asked is confirmed. */
  readonly needsConfirmation: boolean = false;
  /** Whether the command asks while it runs. On the command line, a person or the lines of standard input answer. */
  readonly converses: boolean = false;

  /** Does the work with the parsed answers. It neither asks nor shows anything. */
  abstract run(context: Context, answers: Answers<Q>): Promise<Result>;
  /** Prints the result as text for a person. The context prints to standard output. */
  abstract show(context: Context, result: Result): void;
  /** @returns the result for a program, as --json prints it. */
  abstract json(result: Result): Json;

  /** Further prompts for a person after the questions, such as the second typing of a password. @throws AppError */
  async check(_context: Context, _answers: Answers<Q>): Promise<void> {}

  /** @returns the question that is asked at a terminal between the last answer and `run`; undefined for none. */
  confirmation(_context: Context, _answers: Answers<Q>): Text | undefined {
    return undefined;
  }

  /** Whether the command asks for a confirmation, which --yes skips on the command line. */
  get confirms(): boolean {
    return this.confirmation !== Command.prototype.confirmation;
  }

  /** Asks for the confirmation, if the command has one. @returns whether the command may run. */
  async confirm(context: Context, answers: Answers<Q>): Promise<boolean> {
    const confirmation = this.confirmation(context, answers);
    if (confirmation === undefined) return true;
    return (
      (await context.ask({ kind: 'confirm', message: context.in(confirmation), initial: false })) === 'yes'
    );
  }

  /** Runs the command in the menu: asks all questions, confirms, runs, shows. Override it for another conversation. */
  async open(context: Context): Promise<void> {
    const answers = await askAll(context, this.questions, async (answers) => {
      await this.check(context, answers);
      return this.confirm(context, answers);
    });
    if (answers === undefined) return context.say({ zh: '已取消。', en: 'Cancelled.' });
    const result = await context.terminal.busy(context.in(this.title), () => this.run(context, answers));
    this.present(context, result);
  }

  /** Shows the result on standard output. An `open` of your own calls it instead of `show`. */
  present(context: Context, result: Result): void {
    this.show(forResults(context), result);
  }
}
