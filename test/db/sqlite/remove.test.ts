import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { beforeAll, expect, test } from 'vitest';
import { removeDatabase } from '#db/sqlite/remove.ts';
import { databaseOptions, openTestDatabase } from '#test/kit/open-test-database.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { bundleFixture, Fixture } from './fixture.ts';

let holdOpen: string;
beforeAll(async () => {
  holdOpen = await bundleFixture('test/db/sqlite/hold-open.fixture.ts');
});

async function heldOpen(file: string): Promise<Fixture> {
  const other = new Fixture(holdOpen, [file, JSON.stringify(databaseOptions)]);
  await other.untilLine();
  expect(other.lines).toEqual(['open']);
  return other;
}

test('removes the file and the files of SQLite beside it', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  using other = await heldOpen(file);
  other.kill();
  await other.untilExit();
  expect(readdirSync(dirname(file))).toEqual(['app.db', 'app.db-shm', 'app.db-wal']);
  removeDatabase({ ...databaseOptions, file });
  expect(readdirSync(dirname(file))).toEqual([]);
  await using _ = await openTestDatabase(file);
});

test('reports a file in place of the folder', () => {
  using temporary = new TemporaryFolder();
  const folder = temporary.file('db');
  writeFileSync(folder, '');
  expect(() => removeDatabase({ ...databaseOptions, file: join(folder, 'app.db') })).toThrow(
    expect.objectContaining({ name: 'DatabaseError', code: 'cannot_open' }),
  );
});

test('refuses while another process has it open, and does not change it', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  using other = await heldOpen(file);
  expect(() => removeDatabase({ ...databaseOptions, file })).toThrow(
    expect.objectContaining({ name: 'DatabaseError', code: 'in_use' }),
  );
  await using database = await openTestDatabase(file);
  expect(await database.read((queries) => queries.get('pragma user_version'))).toEqual({
    user_version: 100n,
  });
  expect(() => removeDatabase({ ...databaseOptions, file })).toThrow(
    expect.objectContaining({ code: 'in_use' }),
  );
  other.endInput();
  expect(await other.untilExit()).toEqual({ code: 0, errors: '' });
});

test('finishes a removal that was cut short, and accepts a missing file', () => {
  using folder = new TemporaryFolder();
  const file = folder.file('app.db');
  const driver = new DatabaseSync(file);
  driver.exec(`pragma application_id = ${0x63617070}; pragma user_version = -1`);
  driver.close();
  removeDatabase({ ...databaseOptions, file });
  expect(existsSync(file)).toBe(false);
  removeDatabase({ ...databaseOptions, file });
});

test.each([
  [
    'foreign',
    (file: string) => {
      const driver = new DatabaseSync(file);
      driver.exec('create table theirs (a)');
      driver.close();
    },
  ],
  ['not_a_database', (file: string) => writeFileSync(file, 'my diary '.repeat(100))],
])('keeps a file that is not a database of the app: %s', (code, make) => {
  using folder = new TemporaryFolder();
  const file = folder.file('precious');
  make(file);
  expect(() => removeDatabase({ ...databaseOptions, file })).toThrow(expect.objectContaining({ code }));
  expect(existsSync(file)).toBe(true);
});
