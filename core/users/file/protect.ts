import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { writeFileAtomically } from '#lib/atomic-file.ts';
import { type IniDocument, type IniOption, parseIni } from '#lib/ini/parse.ts';
import { replaceValues } from '#lib/ini/replace.ts';
import { isHash } from '#lib/password.ts';
import { UsersFileError, type UsersFileProblem } from './error.ts';
import { complaintAboutPassword } from './password.ts';
import { fingerprintOf, parseFile, refusal } from './read.ts';

/** All passwords in the file, the one in `[DEFAULT]` included, in the order of the sections. */
export const passwordsOf = (document: IniDocument): readonly IniOption[] =>
  sectionsWithPassword(document).map(({ option }) => option);

/**
 * Rewrites the plain passwords in config.ini as hashes, atomically. Comments and order stay unchanged.
 * @param progress called after each password.
 * @returns the number of rewritten passwords.
 * @throws UsersFileError when a password is not valid or the file has changed meanwhile. The file then stays unchanged.
 */
export async function protectPasswords(
  path: string,
  hash: (plain: string) => Promise<string>,
  progress?: (done: number, total: number) => void,
): Promise<number> {
  const { fingerprint, text, document } = parseFile(path);
  const problems = problemsOfPasswords(document);
  if (problems.length > 0) throw new UsersFileError(basename(path), problems);
  const passwords = passwordsOf(document);
  const plain = passwords.filter(({ value }) => !isHash(value));
  if (plain.length === 0) return 0;
  refuseHardLink(path);
  const hashes = new Map<IniOption, string>();
  for (const option of plain) {
    hashes.set(option, await hash(option.value));
    progress?.(hashes.size, plain.length);
  }
  const after = replaceValues(
    text,
    Array.from(hashes, ([option, value]) => ({ option, value })),
  );
  assertReadsBack(
    after,
    passwords.map((option) => hashes.get(option) ?? option.value),
  );
  await replaceFile(path, after, fingerprint);
  return plain.length;
}

/** The new file would replace one name only: the other names would keep the plain passwords. */
function refuseHardLink(path: string): void {
  const names = statSync(path, { throwIfNoEntry: false })?.nlink ?? 1;
  if (names === 1) return;
  throw refusal(path, 'hard_link', {
    zh: `还有 ${names - 1} 个别的文件名（硬链接），明文密码会留在那里，请先删除它们：find / -samefile ${path}`,
    en: `has ${names - 1} more file names (hard links), which would keep the plain passwords; remove them first: find / -samefile ${path}`,
  });
}

async function replaceFile(path: string, text: string, fingerprint: string): Promise<void> {
  const beforeReplace = (): void => {
    if (fingerprintOf(path) === fingerprint) return;
    throw refusal(path, 'changed', {
      zh: '期间被别人改过，现保持原样，请重新运行 protect',
      en: 'has changed meanwhile and is left as it is; run `protect` again',
    });
  };
  try {
    await writeFileAtomically(path, text, { beforeReplace });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw refusal(path, 'unwritable', {
      zh: `无法写入（${code}），现保持原样，请检查所在的文件夹：${path}`,
      en: `cannot be written (${code}) and is left as it is; check its folder: ${path}`,
    });
  }
}

function sectionsWithPassword({
  defaults,
  sections,
}: IniDocument): readonly { section: string; option: IniOption }[] {
  return [{ name: 'DEFAULT', own: defaults.own }, ...sections.values()].flatMap(({ name, own }) => {
    const option = own.get('password');
    return option ? [{ section: name, option }] : [];
  });
}

const problemsOfPasswords = (document: IniDocument): readonly UsersFileProblem[] =>
  sectionsWithPassword(document).flatMap(({ section, option: { key, value, line } }) => {
    const sentence = complaintAboutPassword(value);
    return sentence === undefined ? [] : [{ line, section, key, reason: 'bad_password', sentence }];
  });

// The hashes replace the only copy of the passwords. A hash that cannot be read back would lock out its user.
function assertReadsBack(text: string, expected: readonly string[]): void {
  const found = passwordsOf(parseIni(text)).map(({ value }) => value);
  const isRight = found.every(
    (value, at) => value === expected[at] && isHash(value) && complaintAboutPassword(value) === undefined,
  );
  if (found.length !== expected.length || !isRight)
    throw new Error('the hashes would not read back from config.ini');
}
