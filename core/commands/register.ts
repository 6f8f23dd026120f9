import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import type { Answers } from '#core/question.ts';
import { nameQuestion, newPasswordQuestion, repeatPassword, userErrors } from '#core/users/questions.ts';
import type { Users } from '#core/users/users.ts';

const questions = {
  name: nameQuestion({ zh: '新用户名', en: 'New name' }),
  password: newPasswordQuestion({ zh: '新密码', en: 'New password' }),
};

const hourMs = 60 * 60_000;

interface Result {
  readonly user: string;
}

export class Register extends Command<typeof questions, Result> {
  readonly name = 'register';
  readonly title = { zh: '注册', en: 'Register' };
  readonly summary = { zh: '注册新用户', en: 'add a user' };
  override readonly position = 100;
  override readonly access = 'public';
  override readonly reach: 'anywhere' | 'local';
  override readonly form = 'command';
  readonly questions = questions;
  readonly #users: Users;
  readonly #remotePerHour: number;
  /** The times of the remote registrations of the last hour, the oldest first. */
  #remoteAtMs: readonly number[] = [];

  /** @param remotePerHour the limit for all remote callers together; 0: they cannot register. */
  constructor(users: Users, remotePerHour: number) {
    super();
    this.#users = users;
    this.#remotePerHour = remotePerHour;
    this.reach = remotePerHour > 0 ? 'anywhere' : 'local';
  }

  override async check(context: Context, { password }: Answers<typeof questions>): Promise<void> {
    await repeatPassword(context, password);
  }

  override async run(context: Context, { name, password }: Answers<typeof questions>): Promise<Result> {
    if (context.where === 'remote') this.#countRemote(context.clock.uptimeMs());
    await this.#users.register(name, password);
    const logger = context.logger.child('register');
    logger.info(`注册 (registered) user=${name}`);
    return { user: name };
  }

  /** Names that are taken count, too: otherwise clients could try out which names exist. @throws AppError */
  #countRemote(uptimeMs: number): void {
    const recent = this.#remoteAtMs.filter((atMs) => uptimeMs - atMs < hourMs);
    const [oldest = uptimeMs] = recent;
    if (recent.length >= this.#remotePerHour)
      throw userErrors.too_many_registrations({ minutes: Math.ceil((oldest + hourMs - uptimeMs) / 60_000) });
    this.#remoteAtMs = [...recent, uptimeMs];
  }

  override show(context: Context, { user }: Result): void {
    context.say({ zh: `已注册 ${user}，现在可以登录了。`, en: `Registered ${user}; you can sign in now.` });
  }

  override json({ user }: Result): Json {
    return { user };
  }
}
