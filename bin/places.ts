import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where everything lies. Computed once, here, and handed down. */
export interface Paths {
  readonly root: string;
  readonly usersFile: string;
  readonly settingsFile: string;
  readonly productsFile: string;
  readonly secretKeyFile: string;
  readonly databaseFile: string;
  readonly migrations: string;
  /** What clients of the server store, unless settings.ini says where. */
  readonly filesFolder: string;
  readonly logFolder: string;
}

/** @param home APP_HOME: another folder holding conf/, db/ and log/. Migrations are code and stay with the root. */
export function pathsOf(rootUrl: URL, home: string | undefined): Paths {
  const root = fileURLToPath(rootUrl);
  const base = home === undefined || home === '' ? root : resolve(home);
  return {
    root,
    usersFile: join(base, 'conf', 'config.ini'),
    settingsFile: join(base, 'conf', 'settings.ini'),
    productsFile: join(base, 'conf', 'products.ini'),
    secretKeyFile: join(base, 'conf', 'secret.key'),
    databaseFile: join(base, 'db', 'app.db'),
    migrations: join(root, 'db', 'migrations'),
    filesFolder: join(base, 'db', 'files'),
    logFolder: join(base, 'log'),
  };
}
