import { expect, test } from 'vitest';
import { transferErrors } from '#core/files/client/errors.ts';
import { fileErrors, toFileError } from '#core/files/errors.ts';
import { folderErrors } from '#core/files/open-files.ts';
import { FileShrank } from '#lib/files/block-reader.ts';
import { foreign, testErrorTables } from '#test/kit/error-table.ts';

testErrorTables([fileErrors, transferErrors, folderErrors], {
  bad_file_name: fileErrors.bad_file_name({ name: foreign }),
  unknown_file: fileErrors.unknown_file({ name: foreign }),
  not_a_file: fileErrors.not_a_file({ name: foreign }),
  quota_exceeded: fileErrors.quota_exceeded({ neededBytes: 9, leftBytes: 1 }),
  folder_full: fileErrors.folder_full(),
  too_many_files: fileErrors.too_many_files({ filesMax: 3 }),
  damaged_transfer: fileErrors.damaged_transfer({ name: foreign }),
  changed_on_server: fileErrors.changed_on_server(),
  server_full: fileErrors.server_full(),
  server_disk: fileErrors.server_disk({ systemCode: 'EIO' }),
  unusable_file: transferErrors.unusable_file({
    path: foreign,
    reason: { zh: '没有这个文件，请检查路径。', en: 'there is no such file. Check the path.' },
  }),
  file_changed: transferErrors.file_changed({ path: foreign }),
  list_too_long: transferErrors.list_too_long(),
  plain_broken: transferErrors.plain_broken({ address: foreign }),
  transfer_broken: transferErrors.transfer_broken({ address: foreign }),
  files_folder: {
    error: folderErrors.files_folder({ folder: foreign, reason: 'EACCES' }),
    noRemedy: 'its remedy names settings.ini, which holds a dot',
  },
});

test.each([
  ['a file that shrinks while it is read', new FileShrank(), 'changed_on_server'],
  ['a disk that fails', Object.assign(new Error('read'), { code: 'EIO' }), 'server_disk'],
  ['a full disk', Object.assign(new Error('write'), { code: 'ENOSPC' }), 'server_full'],
])('%s is no bug of the server', (_, error, code) => {
  expect(toFileError(error)).toMatchObject({ name: 'AppError', code });
});

test('a bug of the server stays one', () => {
  const bug = new TypeError('undefined');
  expect(toFileError(bug)).toBe(bug);
});
