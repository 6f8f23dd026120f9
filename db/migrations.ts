import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The migrations of one part: a folder of numbered SQL files. Every set has its own numbers. */
export interface MigrationSet {
  readonly part: string;
  /** Contains 001-....sql, 002-....sql and so on, without gaps. */
  readonly folder: string;
}

export interface Migration {
  readonly part: string;
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text in hexadecimal. LF and CR LF line ends give the same checksum. */
  readonly checksum: string;
}

/** @returns the migrations of a set in the order of their numbers. @throws Error when a number is missing. */
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

/**
 * Brings the tables of a set from the old layout to the state after its first migration. In the old layout one list of
 * migrations had the tables of all parts.
 */
export interface Adoption {
  /** The first version of the old layout that had these tables. */
  readonly version: number;
  readonly sql: string;
}

/** @returns undefined for a set that did not exist in the old layout. */
export function readAdoption({ folder }: MigrationSet): Adoption | undefined {
  const name = readdirSync(folder).find(isAdoption);
  if (name === undefined) return undefined;
  return { version: Number(/\d+(?=\.sql)/.exec(name)?.[0]), sql: readFileSync(join(folder, name), 'utf8') };
}

const isAdoption = (name: string): boolean => /^000-version-\d+\.sql$/.test(name);

const checksumOf = (sql: string): string =>
  createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
