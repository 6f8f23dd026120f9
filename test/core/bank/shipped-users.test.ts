import { join } from 'node:path';
import { expect, test } from 'vitest';
import { complaintAboutMoney } from '#core/bank/money-complaints.ts';
import { readStoredPassword, readUsersFile } from '#core/users/file/users-file.ts';
import { root } from '#test/kit/root.ts';

test("config.ini as shipped is the course's own file", () => {
  const path = join(root, 'conf', 'config.ini');
  const file = readUsersFile(path, new Map([['money', complaintAboutMoney]]));
  const { fingerprint, defaults, users } = file;
  expect(file.defaultTimeoutSeconds).toBe(1000);
  expect(users.map(({ name, timeoutSeconds, extra }) => [name, timeoutSeconds, extra.get('money')])).toEqual([
    ['egon', 1000, '10000000'],
    ['alex', 1000, '10000000000'],
    ['yuanhao', 1000, '10'],
  ]);
  expect(users.map((user) => readStoredPassword(path, fingerprint, defaults, user))).toEqual([
    { password: '123' },
    { password: 'alex3714' },
    { password: 'ysb123' },
  ]);
  expect(file.plainPasswords).toBe(3);
});
