import type { Text } from '#lib/text/text.ts';
import type { Restrictions } from './access.ts';
import type { Context } from './context.ts';
import { askAll } from './dialogue.ts';
import type { Answers, Questions } from './question.ts';

/** What --json prints. Amounts are strings with two decimals. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * One entry of the menu, one one-shot command, one entry of --help: everything is derived from this definition.
 * A subclass names itself, lists its questions, and does its work in `run`, guarded by `@auth` where it needs a user.
 */
export abstract class Command<Q extends Questions = Questions, Result = unknown> implements Restrictions {
  /** As typed on the command line. */
  abstract readonly name: string;
  /** As shown in the menu. */
  abstract readonly title: Text;
  /** One line for --help. */
  abstract readonly summary: Text;
  abstract readonly questions: Q;
  /** See core/access.ts. */
  readonly access: Restrictions['access'] = 'user';
  readonly reach: Restrictions['reach'] = 'anywhere';
  readonly form: Restrictions['form'] = 'both';
  /** Menu and help are in ascending order of it; commands with the same position are in the order of their parts. */
  readonly position: number = 50;
  /** The question that a bare word answers: `completion bash`. */
  readonly wordAnswers: (keyof Q & string) | undefined = undefined;
  /** Whether config.ini has to be read before. */
  readonly usesUsers: boolean = true;
  /** Confirmed on the command line, too: by a prompt, or by --yes. */
  readonly needsConfirmation: boolean = false;
  /** Asks while it runs, on the command line, too: a person, or the lines of standard input. */
  readonly converses: boolean = false;

  /** Does the work. Answers are parsed; nothing is asked or shown here. */
  abstract run(context: Context, answers: Answers<Q>): Promise<Result>;
  /** Shows a result to a person. */
  abstract show(context: Context, result: Result): void;
  /** The same result for a program. */
  abstract json(result: Result): Json;

  /** More to ask a person, once the answers are there: a password typed twice. @throws AppError to refuse them. */
  async check(_context: Context, _answers: Answers<Q>): Promise<void> {}

  /** Asked, in the menu, between the last answer and `run`. */
  confirmation(_context: Context, _answers: Answers<Q>): Text | undefined {
    return undefined;
  }

  /** Asks for the confirmation, if there is one. @returns whether to go on. */
  async confirm(context: Context, answers: Answers<Q>): Promise<boolean> {
    const confirmation = this.confirmation(context, answers);
    if (confirmation === undefined) return true;
    return (
      (await context.ask({ kind: 'confirm', message: context.in(confirmation), initial: false })) === 'yes'
    );
  }

  /** The conversation in the menu: ask everything, confirm, run, show. Override it for more than that. */
  async open(context: Context): Promise<void> {
    const answers = await askAll(context, this.questions, async (answers) => {
      await this.check(context, answers);
      return this.confirm(context, answers);
    });
    if (answers === undefined) return context.say({ zh: '已取消。', en: 'Cancelled.' });
    const result = await context.terminal.busy(context.in(this.title), () => this.run(context, answers));
    this.show(context, result);
  }
}
