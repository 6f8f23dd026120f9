import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The tables of one part, as a folder of numbered SQL files. Sets do not know of each other. */
export interface MigrationSet {
  readonly part: string;
  /** Holds 001-....sql, 002-....sql and so on, without holes. */
  readonly folder: string;
}

export interface Migration {
  readonly part: string;
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text, hexadecimal; the same for both kinds of line ends. */
  readonly checksum: string;
}

/** The migrations of a set, in their order. */
export function readMigrations({ part, folder }: MigrationSet): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{3}-.*\.sql$/.test(name) && !isAdoption(name));
  return names.sort().map((name, index) => {
    const number = index + 1;
    if (!name.startsWith(`${String(number).padStart(3, '0')}-`))
      throw new Error(`${join(folder, name)} is not migration ${number}`);
    const sql = readFileSync(join(folder, name), 'utf8');
    return { part, number, name, sql, checksum: checksumOf(sql) };
  });
}

/** What brings a set's tables from the layout before sets to the state after its first migration. */
export interface Adoption {
  /** The databases that had these tables: of this version or a later one. */
  readonly version: number;
  readonly sql: string;
}

/** @returns undefined for a set that is younger than that layout. */
export function readAdoption({ folder }: MigrationSet): Adoption | undefined {
  const name = readdirSync(folder).find(isAdoption);
  if (name === undefined) return undefined;
  return { version: Number(/\d+(?=\.sql)/.exec(name)?.[0]), sql: readFileSync(join(folder, name), 'utf8') };
}

const isAdoption = (name: string): boolean => /^000-version-\d+\.sql$/.test(name);

const checksumOf = (sql: string): string =>
  createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
