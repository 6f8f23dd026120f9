import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { absoluteHome } from './home.ts';

/** The absolute paths of the app's files. They are computed only here and handed down. */
export interface Paths {
  readonly root: string;
  /** The folder with conf/, db/ and log/. */
  readonly base: string;
  readonly logFolder: string;
  /** A file of conf/, by its name. */
  conf(name: string): string;
  /** A file or folder of db/, by its name. */
  data(name: string): string;
  /** The folder of a part's .sql files. They are code, so it is always below the root. */
  migrations(part: string): string;
}

/** @param home another folder with conf/, db/ and log/; missing or empty: the root. */
export function pathsOf(rootUrl: URL, home: string | undefined): Paths {
  const root = fileURLToPath(rootUrl);
  const base = home === undefined || home === '' ? root : absoluteHome(home);
  return {
    root,
    base,
    logFolder: join(base, 'log'),
    conf: (name) => join(base, 'conf', name),
    data: (name) => join(base, 'db', name),
    migrations: (part) => join(root, 'db', part, 'migrations'),
  };
}

/** @returns the version in package.json. */
export function versionOf({ root }: Paths): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
