import assert from 'node:assert';
import type { Row } from './database.ts';

/** Typed reading of a row's columns. A wrong type is a bug in the SQL beside the call, hence the assertions. */
export function bigintOf(row: Row, column: string): bigint {
  const value = row[column];
  assert(typeof value === 'bigint', `${column} is not an integer`);
  return value;
}

/** For counts, times and sizes. Never for amounts. */
export function numberOf(row: Row, column: string): number {
  const value = Number(bigintOf(row, column));
  assert(Number.isSafeInteger(value), `${column} does not fit a number`);
  return value;
}

export function stringOf(row: Row, column: string): string {
  const value = row[column];
  assert(typeof value === 'string', `${column} is not text`);
  return value;
}

export function stringOrNullOf(row: Row, column: string): string | null {
  return row[column] === null ? null : stringOf(row, column);
}
