import { randomUUID } from 'node:crypto';
import type { Settings } from '#conf/settings.ts';
import type { Command } from '#core/command.ts';
import { Chat } from '#core/commands/chat.ts';
import { Completion } from '#core/commands/completion.ts';
import { Password } from '#core/commands/password.ts';
import { Protect } from '#core/commands/protect.ts';
import { Quit } from '#core/commands/quit.ts';
import { Register } from '#core/commands/register.ts';
import { Reset } from '#core/commands/reset.ts';
import { SignOut } from '#core/commands/sign-out.ts';
import type { SignIn } from '#core/context.ts';
import { Conversation, type ConversationParticulars } from '#core/conversation.ts';
import { Session } from '#core/session.ts';
import { Users } from '#core/users/users.ts';
import { lazyDatabase } from '#db/lazy-database.ts';
import { removeDatabase } from '#db/remove.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';
import type { Language } from '#lib/text/text.ts';
import { openLogFile } from './log-file.ts';
import type { Paths } from './places.ts';
import { consoleSettingFlags } from './setting-flags.ts';
import { shopAndBank } from './shop-and-bank.ts';

/** The app, wired: one per process, for one local console or for many remote ones. */
export interface App {
  /** In the order of the menu; operators' and guests' commands come after. */
  readonly commands: readonly Command[];
  readonly users: Users;
  readonly logger: Logger;
  /** One person at one terminal. */
  converse(
    terminal: Terminal,
    signIn: SignIn,
    language: Language,
    particulars?: ConversationParticulars,
  ): Conversation;
  /** Database and logs, in that order. */
  close(): Promise<void>;
}

export interface AppOptions {
  readonly settings: Settings;
  readonly paths: Paths;
  readonly clock: Clock;
  /** Receives log lines for the screen. */
  readonly warn: (line: string) => void;
}

export async function openApp({ settings, paths, clock, warn }: AppOptions): Promise<App> {
  const logs = await openLogFile({ settings, paths, clock, warn });
  const logger = logs.logger('bin.app');
  logger.info('It works!');
  const database = lazyDatabase(() =>
    openSqlite({
      file: paths.databaseFile,
      migrations: paths.migrations,
      busyTimeoutMs: settings.database.busyTimeoutSeconds * 1000,
    }),
  );
  const feature = shopAndBank({ database, clock, settings, paths });
  const users = new Users({
    database,
    clock,
    path: paths.usersFile,
    extraKeys: feature.userKeys,
    onAdded: (queries, added) => feature.onUsersAdded(queries, added),
    ownsSomething: (queries, name) => feature.ownsSomething(queries, name),
    onPlainPasswords(count) {
      const logger = logs.logger('core.users');
      if (count > 0) logger.info(`明文密码 (plain passwords in config.ini) count=${count}`);
    },
  });
  const commands: readonly Command[] = [
    ...feature.commands,
    ...(settings.chat.enabled ? [new Chat(settings.chat)] : []),
    new Password(users),
    new SignOut(),
    new Quit(),
    new Register(users),
    new Protect(users),
    new Reset(() => removeDatabase({ file: paths.databaseFile })),
    new Completion(() => commands, consoleSettingFlags),
  ];
  return {
    commands,
    users,
    logger: logs.logger('core'),
    converse: (terminal, signIn, language, { logName, newId = randomUUID, refusalOf } = {}) =>
      new Conversation({
        terminal,
        signIn,
        language,
        clock,
        session: new Session(clock, settings.session.idleTimeoutSeconds * 1000),
        logger: logName === undefined ? logs.logger('core') : logs.logger('core').child(logName),
        newId,
        refusalOf,
      }),
    async close() {
      await database.close();
      await logs.close();
    },
  };
}
