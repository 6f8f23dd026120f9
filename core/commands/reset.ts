import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import type { Answers } from '#core/question.ts';
import type { Text } from '#lib/text/text.ts';

export class Reset extends Command<Record<never, never>, undefined> {
  readonly name = 'reset';
  readonly title = { zh: '重置', en: 'Reset' };
  readonly summary = { zh: '删除数据库，一切从头开始', en: 'remove the database and start afresh' };
  override readonly position = 100;
  override readonly access = 'public';
  override readonly reach = 'local';
  override readonly form = 'command';
  override readonly needsConfirmation = true;
  override readonly usesUsers = false;
  readonly questions = {};
  readonly #removeDatabase: () => Promise<void>;

  /** @param removeDatabase rejects while another program has the database open. */
  constructor(removeDatabase: () => Promise<void>) {
    super();
    this.#removeDatabase = removeDatabase;
  }

  override confirmation(_: Context, __: Answers<Record<never, never>>): Text {
    return {
      zh: '数据库里的一切，包括注册的用户，都会丢失，确定吗',
      en: 'Everything in the database, registered users included, will be lost. Go on',
    };
  }

  override async run(context: Context): Promise<undefined> {
    await this.#removeDatabase();
    const logger = context.logger.child('reset');
    logger.info('重置 (database removed)');
  }

  override show(context: Context): void {
    context.say({ zh: '数据库已删除。', en: 'The database is removed.' });
  }

  override json(): Json {
    return { removed: true };
  }
}
