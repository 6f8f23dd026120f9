import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';

export class SignOut extends Command<Record<never, never>, undefined> {
  readonly name = 'sign-out';
  readonly title = { zh: '退出登录', en: 'Sign out' };
  readonly summary = { zh: '退出登录，换一个用户', en: 'sign out, to sign in as another user' };
  override readonly position = 95;
  override readonly form = 'menu';
  readonly questions = {};

  override async run(context: Context): Promise<undefined> {
    const logger = context.logger.child('session');
    logger.info(`退出登录 (signed out) user=${context.session.user?.name}`);
    context.session.end();
  }

  override show(context: Context): void {
    context.say({ zh: '已退出登录。', en: 'Signed out.' });
  }

  override json(): Json {
    return {};
  }
}
