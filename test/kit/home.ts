import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { root } from '#test/kit/root.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { TemporaryFolder } from './temporary-folder.ts';
import { usersFile } from './users.ts';

/** The shipped .ini files of conf/: those of the skeleton and of the present parts. */
const shipped = readdirSync(join(root, 'conf')).filter((name) => name.endsWith('.ini'));

export type ConfFile = `${string}.ini`;

/** A folder to be the app's home, with the users of the tests and the rest of conf/ as it is shipped; `using` removes it. */
export class Home extends TemporaryFolder {
  /** @param files other contents for these files. */
  constructor(files: Readonly<Partial<Record<ConfFile, string>>> = {}) {
    super();
    mkdirSync(join(this.path, 'conf'));
    for (const name of shipped) cpSync(join(root, 'conf', name), join(this.path, 'conf', name));
    for (const [name, text] of Object.entries({ 'config.ini': usersFile(), ...files }))
      writeFileSync(join(this.path, 'conf', name), text);
  }

  /** A home with the shipped users. */
  static shipped(): Home {
    return new Home({ 'config.ini': readFileSync(join(root, 'conf', 'config.ini'), 'utf8') });
  }

  conf(name: ConfFile): string {
    return join(this.path, 'conf', name);
  }

  write(name: ConfFile, text: string): void {
    writeFileSync(this.conf(name), text);
  }

  remove(name: ConfFile): void {
    rmSync(this.conf(name));
  }

  /** The whole log of this home. */
  log(name: 'all2' | 'access' = 'all2'): string {
    const folder = join(this.path, 'log');
    const files = readdirSync(folder).filter((file) => file.startsWith(`${name}-`) && file.endsWith('.log'));
    return files
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
  }

  /** The modes of the files that the app has made. */
  modes(): ReadonlySet<number> {
    const files = ['db', 'log'].flatMap((folder) =>
      readdirSync(join(this.path, folder)).map((name) => join(this.path, folder, name)),
    );
    return new Set(files.map((file) => statSync(file).mode & 0o777));
  }

  /** Runs SQL in the database file behind the app's back; for results, see `all`. */
  sql(statements: string): void {
    using database = this.openDatabase();
    database.exec(statements);
  }

  all(query: string): unknown[] {
    using database = this.openDatabase();
    return database.prepare(query).all();
  }

  /** The file as another program would open it: without the settings that keep the app from spoiling it. */
  openDatabase(): DatabaseSyncInstance & Disposable {
    const database = new DatabaseSync(this.databaseFile, { timeout: patienceMs });
    return Object.assign(database, { [Symbol.dispose]: () => database.close() });
  }
}
