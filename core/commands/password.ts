import { auth } from '#core/auth.ts';
import { authenticate } from '#core/authenticate.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import type { Answers } from '#core/question.ts';
import { callerOf } from '#core/sign-in.ts';
import { newPasswordQuestion, repeatPassword } from '#core/users/questions.ts';
import type { Users } from '#core/users/users.ts';
import { toSignInError } from '#core/users/verdict.ts';

const questions = { 'new-password': newPasswordQuestion({ zh: '新密码', en: 'New password' }) };

interface Result {
  readonly user: string;
}

export class Password extends Command<typeof questions, Result> {
  readonly name = 'password';
  readonly title = { zh: '修改密码', en: 'Change password' };
  readonly summary = { zh: '修改密码', en: 'change the password' };
  override readonly position = 90;
  readonly questions = questions;
  readonly #users: Users;

  constructor(users: Users) {
    super();
    this.#users = users;
  }

  /** Asks for the current password first, because another person may be using the open session. */
  @auth
  override async open(context: Context): Promise<void> {
    const { name } = context.session.requireLive();
    const current = await context.ask({
      kind: 'secret',
      message: context.in({ zh: '当前密码', en: 'Current password' }),
    });
    const verdict = await authenticate(
      this.#users,
      { name, password: current },
      context.logger.child('auth'),
      callerOf(context),
    );
    if (verdict.status !== 'ok') throw toSignInError(verdict);
    await super.open(context);
  }

  override async check(context: Context, answers: Answers<typeof questions>): Promise<void> {
    await repeatPassword(context, answers['new-password']);
  }

  @auth
  override async run(context: Context, answers: Answers<typeof questions>): Promise<Result> {
    const { name } = context.session.requireLive();
    const guard = () => context.session.requireLive();
    context.session.renew(await this.#users.changePassword(name, answers['new-password'], guard));
    const logger = context.logger.child('password');
    logger.info(`修改密码 (password changed) user=${name}`);
    return { user: name };
  }

  override show(context: Context): void {
    context.say({ zh: '密码已修改。', en: 'The password is changed.' });
  }

  override json({ user }: Result): Json {
    return { user };
  }
}
