import { randomUUID } from 'node:crypto';
import { parts } from '#bin/parts/app.ts';
import type { Settings } from '#bin/parts/settings.ts';
import { app as identity } from '#conf/app.ts';
import type { App } from '#core/app.ts';
import { requireDistinctNames } from '#core/cli/distinct-names.ts';
import type { Command } from '#core/command.ts';
import { Completion } from '#core/commands/completion.ts';
import { Password } from '#core/commands/password.ts';
import { Protect } from '#core/commands/protect.ts';
import { Quit } from '#core/commands/quit.ts';
import { Register } from '#core/commands/register.ts';
import { Reset } from '#core/commands/reset.ts';
import { SignOut } from '#core/commands/sign-out.ts';
import { Whoami } from '#core/commands/whoami.ts';
import { Conversation } from '#core/conversation.ts';
import { inMenuOrder } from '#core/menu.ts';
import type { Part } from '#core/part.ts';
import { Session } from '#core/session.ts';
import { Users } from '#core/users/users.ts';
import type { Database } from '#db/database.ts';
import { lazyDatabase } from '#db/lazy-database.ts';
import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/logger/logger.ts';
import { isTimeZoneUnderstood } from '#lib/time-zone.ts';
import { lazyLogFile } from './log-file.ts';
import { type Paths, versionOf } from './paths.ts';
import { appSettingFlags } from './setting-flags.ts';

export interface AppOptions {
  readonly settings: Settings;
  readonly paths: Paths;
  readonly clock: Clock;
  /** Prints a log line on the screen. */
  readonly warn: (line: string) => void;
}

export interface OpenedApp extends App {
  /** Writes the first line of the log. */
  announce(): void;
  /**
   * For the menu and the server: reads the parts' files, which a command reads at its first use, and lets the opening of
   * a database up to this size look for damaged pages. @throws ConfigurationError
   */
  check(options: { readonly databaseBytesMax: number }): void;
  /** Opens the log if lines wait for that. @returns undefined when none wait: an exit then loses nothing. */
  pendingLog(): Promise<void> | undefined;
  /** Closes the database, then the logs. */
  close(): Promise<void>;
}

/** Makes the app. Database, log and the parts' files open at their first use. */
export function openApp(options: AppOptions): OpenedApp {
  const { settings, paths, clock } = options;
  const logs = lazyLogFile(options);
  const logger = logs.logger('core');
  let checkedBytesMax = 0;
  const database = lazyDatabase(async () => {
    const { openSqlite } = await import('#db/sqlite/sqlite.ts');
    return openSqlite({
      ...databaseOf(paths),
      migrations: migrationSets(paths),
      busyTimeoutMs: settings.database.busyTimeoutSeconds * 1000,
      checkedBytesMax,
    });
  });
  const opened = parts.map((part) => part.open({ database, clock, settings, paths }));
  const users = usersOf(opened, { ...options, database, logger: logs.logger('core.users') });
  return {
    title: identity.title,
    version: versionOf(paths),
    commands: commandsOf(opened, users, options),
    users,
    logger,
    clock,
    converse: (terminal, signIn, language, { logName, newId = randomUUID, where, address } = {}) =>
      new Conversation({
        terminal,
        signIn,
        language,
        clock,
        session: new Session(clock, settings.session.idleTimeoutSeconds * 1000),
        logger: logName === undefined ? logger : logger.child(logName),
        newId,
        where,
        address,
      }),
    announce() {
      const logger = logs.logger('bin.app');
      logger.info('It works!');
      const { TZ } = process.env;
      if (!isTimeZoneUnderstood(TZ))
        logger.warning(
          `TZ=${TZ} 无法识别，时间按 UTC 显示，请用 Asia/Shanghai 这样的名称 (not understood; times are in UTC; use a name such as Asia/Shanghai)`,
        );
    },
    check({ databaseBytesMax }) {
      checkedBytesMax = databaseBytesMax;
      for (const part of opened) part.check?.();
    },
    pendingLog: () => logs.pending(),
    async close() {
      await database.close();
      await logs.close();
    },
  };
}

const databaseOf = (paths: Paths) => ({ file: paths.data('app.db'), applicationId: identity.databaseId });

/** The migrations of the skeleton, then those of the parts. */
export const migrationSets = (paths: Paths) =>
  ['users', ...parts.filter(({ hasTables }) => hasTables).map(({ name }) => name)].map((part) => ({
    part,
    folder: paths.migrations(part),
  }));

function usersOf(
  opened: readonly Part[],
  { database, clock, paths, logger }: AppOptions & { readonly database: Database; readonly logger: Logger },
): Users {
  return new Users({
    database,
    clock,
    path: paths.conf('config.ini'),
    parts: parts.map(({ name }) => name),
    extraKeys: new Map(opened.flatMap(({ userKeys = [] }) => [...userKeys])),
    async onAdded(queries, added) {
      for (const part of opened) await part.onUsersAdded?.(queries, added);
    },
    async ownsSomething(queries, name) {
      for (const part of opened) if (await part.ownsSomething?.(queries, name)) return true;
      return false;
    },
    onPlainPasswords(count) {
      if (count > 0) logger.info(`明文密码 (plain passwords in config.ini) count=${count}`);
    },
  });
}

function commandsOf(
  opened: readonly Part[],
  users: Users,
  { settings, paths }: AppOptions,
): readonly Command[] {
  const commands: readonly Command[] = inMenuOrder([
    ...opened.flatMap(({ commands = [] }) => commands),
    new Whoami(),
    new Password(users),
    new SignOut(),
    new Quit(),
    new Register(users, settings.users.remoteRegistrations),
    new Protect(users),
    new Reset(async () => (await import('#db/sqlite/remove.ts')).removeDatabase(databaseOf(paths))),
    new Completion(() => commands, appSettingFlags),
  ]);
  requireDistinctNames(commands);
  return commands;
}
