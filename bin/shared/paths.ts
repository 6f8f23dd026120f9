import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where everything lies. Computed once, here, and handed down. */
export interface Paths {
  readonly root: string;
  readonly logFolder: string;
  /** A file of conf/, by its name. */
  conf(name: string): string;
  /** A file or folder of db/, by its name. */
  data(name: string): string;
  /** The folder of a part's numbered .sql files. They are code, and stay with the root. */
  migrations(part: string): string;
}

/** @param home another folder that holds conf/, db/ and log/; the root when it is missing or empty. */
export function pathsOf(rootUrl: URL, home: string | undefined): Paths {
  const root = fileURLToPath(rootUrl);
  const base = home === undefined || home === '' ? root : resolve(home);
  return {
    root,
    logFolder: join(base, 'log'),
    conf: (name) => join(base, 'conf', name),
    data: (name) => join(base, 'db', name),
    migrations: (part) => join(root, 'db', part, 'migrations'),
  };
}

/** The app's version, from package.json. */
export function versionOf({ root }: Paths): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
