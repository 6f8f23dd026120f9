import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import type { Users } from '#core/users/users.ts';

interface Result {
  readonly protected: number;
}

export class Protect extends Command<Record<never, never>, Result> {
  readonly name = 'protect';
  readonly title = { zh: '保护密码', en: 'Protect' };
  readonly summary = {
    zh: '把 config.ini 里的明文密码改写成散列',
    en: 'rewrite the plain passwords in config.ini as hashes',
  };
  override readonly position = 100;
  override readonly access = 'public';
  override readonly reach = 'local';
  override readonly form = 'command';
  readonly questions = {};
  readonly #users: Users;

  constructor(users: Users) {
    super();
    this.#users = users;
  }

  override async run(context: Context): Promise<Result> {
    const count = await context.terminal.busy(context.in(this.title), (step) => this.#users.protect(step));
    const logger = context.logger.child('protect');
    logger.info(`保护密码 (passwords protected) count=${count}`);
    return { protected: count };
  }

  override show(context: Context, { protected: count }: Result): void {
    context.say(
      count === 0
        ? { zh: 'config.ini 里没有明文密码。', en: 'There is no plain password in config.ini.' }
        : { zh: `已把 ${count} 个明文密码改写成散列。`, en: `Rewrote ${count} plain passwords as hashes.` },
    );
  }

  override json(result: Result): Json {
    return { ...result };
  }
}
