import assert from 'node:assert';
import type { Row } from './database.ts';

/** @throws AssertionError when the column has another type, as all functions here: the SQL of the caller has a bug. */
export function bigintOf(row: Row, column: string): bigint {
  const value = row[column];
  assert(typeof value === 'bigint', `${column} is not an integer`);
  return value;
}

/** Reads an integer as a number: for counts, times and sizes, never for amounts. */
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
