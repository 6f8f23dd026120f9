import { expect, test } from 'vitest';
import { toAppError } from '#core/app-error.ts';
import { errors } from '#core/errors.ts';
import { readUsersFile } from '#core/users/file/users-file.ts';
import { removeDatabase } from '#db/sqlite/remove.ts';
import { databaseOptions, openTestDatabase } from '#test/kit/open-test-database.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test('an error of a user is shown with its own sentence, in both languages', () => {
  using folder = new TemporaryFolder();
  const path = folder.file('config.ini');
  expect(toAppError(thrownBy(() => readUsersFile(path, new Map())))).toMatchObject({
    code: 'configuration',
    exitCode: 2,
    text: {
      zh: `配置有误，请改正后重试：\nconfig.ini：没有这个文件，请创建：${path}`,
      en: `The configuration needs correcting:\nconfig.ini: there is no such file; create it: ${path}`,
    },
  });
});

test('a database that cannot be used', async () => {
  using folder = new TemporaryFolder();
  const file = folder.path;
  const error = await openTestDatabase(file).catch((caught: unknown) => caught);
  expect(toAppError(error)).toMatchObject({
    code: 'database',
    exitCode: 2,
    text: {
      zh: `数据库 ${file} 无法读作数据库：它是别的文件，或者开头已损坏。请留一份副本，有你的数据就从备份恢复，没有就移走。`,
      en: `The database ${file} cannot be read as a database: it is another file, or its beginning is damaged. Keep a copy, and restore a backup if it held your data; if not, move it away.`,
    },
  });
});

test('a database in use by another process', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  await using _ = await openTestDatabase(file);
  expect(toAppError(thrownBy(() => removeDatabase({ ...databaseOptions, file })))?.code).toBe(
    'database_in_use',
  );
});

test('an AppError is returned as it is, and a bug is no AppError', () => {
  const refusal = errors.session_ended();
  expect(toAppError(refusal)).toBe(refusal);
  expect(toAppError(new TypeError('x is not a function'))).toBeUndefined();
});
