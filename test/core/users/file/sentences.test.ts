import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { UsersFileReason } from '#core/users/file/error.ts';
import {
  noUsers,
  protectPasswords,
  readStoredPassword,
  readUsersFile,
  UsersFileError,
} from '#core/users/file/users-file.ts';
import type { Text } from '#lib/text/text.ts';
import { expectSentence } from '#test/kit/both-languages.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

/** A key that a part reads. */
const extraKeys = new Map([
  [
    'height',
    (value: string): Text | undefined =>
      /^\d+$/.test(value) ? undefined : { zh: '不是数，请改正', en: 'is no number; correct it' },
  ],
]);

/** Reads a file with this text. */
const reading =
  (content: string | Buffer) =>
  async (path: string): Promise<void> => {
    writeFileSync(path, content);
    readUsersFile(path, extraKeys);
  };

/** Protects the passwords of the file, which changes meanwhile. */
const protecting =
  (meanwhile: (path: string) => void) =>
  async (path: string): Promise<void> => {
    writeFileSync(path, '[a]\npassword=1\n');
    await protectPasswords(path, async () => {
      meanwhile(path);
      return '$argon2id$v=19$m=19456,t=2,p=1$EpEi3NLFVQkvJbQtHUxLqA$LVK7l6pbBVPnDFEXBOnYOg9gaPvYQnH1xcq0zAbCdEU';
    });
  };

type Attempt = (path: string) => Promise<void>;
const byReason: Readonly<Record<UsersFileReason, readonly Attempt[]>> = {
  invalid_utf8: [reading(Buffer.from('[a]\npassword=\xff\n', 'latin1'))],
  nul_character: [reading('[a]\npassword=\0\n')],
  missing_header: [reading('password=1\n')],
  text_after_header: [reading('[a] x\npassword=1\n')],
  duplicate_section: [reading('[a]\npassword=1\n[a]\n')],
  missing_delimiter: [reading('[a]\npassword=1\nx\n')],
  empty_key: [reading('[a]\npassword=1\n=2\n')],
  duplicate_key: [reading('[a]\npassword=1\npassword=2\n')],
  unreadable: [
    async (path) => void readUsersFile(path, extraKeys),
    async (path) => void readUsersFile(dirname(path), extraKeys),
  ],
  unwritable: [
    protecting((path) => {
      rmSync(path);
      rmSync(dirname(path), { recursive: true });
    }),
  ],
  no_users: [
    async (path) => {
      throw noUsers(path);
    },
  ],
  hard_link: [
    async (path) => {
      writeFileSync(path, '[a]\npassword=1\n');
      linkSync(path, `${path}.bak`);
      await protectPasswords(path, async () => '');
    },
  ],
  changed: [
    protecting((path) => writeFileSync(path, '[b]\npassword=2\n')),
    async (path) => {
      writeFileSync(path, '[a]\npassword=1\n');
      const { fingerprint, defaults, users } = readUsersFile(path, extraKeys);
      for (const user of users) readStoredPassword(path, fingerprint, defaults, { ...user, name: 'b' });
    },
  ],
  bad_name: [
    reading('[ a]\npassword=1\n'),
    reading('[a[b]\npassword=1\n'),
    reading(`[${'a'.repeat(65)}]\npassword=1\n`),
  ],
  duplicate_name: [reading('[e\u0301]\npassword=1\n[\u00e9]\npassword=1\n')],
  unknown_key: [reading('[a]\npassword=1\npasword=2\n'), reading('[a]\npassword=1\ncolour=red\n')],
  missing_password: [reading('[a]\nheight=1\n')],
  bad_password: [
    reading('[DEFAULT]\npassword=\n'),
    reading('[a]\npassword=1\n  2\n'),
    reading(`[a]\npassword=${'x'.repeat(257)}\n`),
    reading('[a]\npassword=$argon2id$oops\n'),
    reading(
      '[a]\npassword=$argon2id$v=19$m=9999999,t=2,p=1$EpEi3NLFVQkvJbQtHUxLqA$LVK7l6pbBVPnDFEXBOnYOg9gaPvYQnH1xcq0zAbCdEU\n',
    ),
  ],
  bad_timeout: [reading('[a]\npassword=1\nuser_timeout=0\n')],
  bad_value: [reading('[a]\npassword=1\nheight=lots\n')],
};

describe.each(Object.entries(byReason))('%s', (reason, attempts) => {
  test.each(attempts.map((attempt, index) => [index + 1, attempt] as const))(
    'has a sentence in both languages, with the remedy: %d',
    async (_, attempt) => {
      using temporary = new TemporaryFolder();
      const folder = temporary.file('conf');
      mkdirSync(folder);
      const error = await attempt(join(folder, 'config.ini')).catch((caught: unknown) => caught);
      if (!(error instanceof UsersFileError)) throw error;
      expect(error.problems).toMatchObject([{ reason }]);
      for (const text of [...error.problems.map(({ sentence }) => sentence), ...error.lines])
        expectSentence(text);
      expect(error.lines[0]?.zh).toMatch(/^conf(?:ig\.ini)?(?::\d+[^：]*)?：/);
    },
  );
});
