import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import type { Answers } from '#core/question.ts';
import { nameQuestion, newPasswordQuestion, repeatPassword } from '#core/users/questions.ts';
import type { Users } from '#core/users/users.ts';

const questions = {
  name: nameQuestion({ zh: '新用户名', en: 'New name' }),
  password: newPasswordQuestion({ zh: '新密码', en: 'New password' }),
};

interface Result {
  readonly user: string;
}

export class Register extends Command<typeof questions, Result> {
  readonly name = 'register';
  readonly title = { zh: '注册', en: 'Register' };
  readonly summary = { zh: '注册新用户', en: 'add a user' };
  override readonly position = 100;
  override readonly access = 'public';
  override readonly form = 'command';
  readonly questions = questions;
  readonly #users: Users;

  constructor(users: Users) {
    super();
    this.#users = users;
  }

  override async check(context: Context, { password }: Answers<typeof questions>): Promise<void> {
    await repeatPassword(context, password);
  }

  override async run(context: Context, { name, password }: Answers<typeof questions>): Promise<Result> {
    await this.#users.register(name, password);
    const logger = context.logger.child('register');
    logger.info(`注册 (registered) user=${name}`);
    return { user: name };
  }

  override show(context: Context, { user }: Result): void {
    context.say({ zh: `已注册 ${user}，现在可以登录了。`, en: `Registered ${user}; you can sign in now.` });
  }

  override json({ user }: Result): Json {
    return { user };
  }
}
