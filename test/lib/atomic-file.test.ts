import { chmod, chown, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aroundEach, describe, expect, it } from 'vitest';
import { writeFileAtomically } from '#lib/atomic-file.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

let folder: string;
let path: string;

aroundEach(async (runTest) => {
  using temporary = new TemporaryFolder();
  folder = temporary.path;
  path = temporary.file('file.ini');
  await runTest();
});

const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o7777;

describe('writeFileAtomically', () => {
  it('makes a file only its owner can read', async () => {
    await writeFileAtomically(path, '[元昊]\n');
    expect(await readFile(path, 'utf8')).toBe('[元昊]\n');
    expect(await modeOf(path)).toBe(0o600);
    expect(await readdir(folder)).toEqual(['file.ini']);
  });

  it.each([0o644, 0o600, 0o440])('keeps mode %o', async (mode) => {
    await writeFile(path, 'old');
    await chmod(path, mode);
    await writeFileAtomically(path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await modeOf(path)).toBe(mode);
  });

  it.runIf(process.getuid?.() === 0)(
    'keeps the owner (skipped unless root: only root may change an owner)',
    async () => {
      await writeFile(path, 'old');
      await chown(path, 65_534, 65_533);
      await writeFileAtomically(path, 'new');
      expect(await stat(path)).toMatchObject({ uid: 65_534, gid: 65_533 });
    },
  );

  it('replaces the file in one step: an open descriptor still reads the old file', async () => {
    await writeFile(path, 'old');
    const { ino } = await stat(path);
    await writeFileAtomically(path, 'new');
    expect((await stat(path)).ino).not.toBe(ino);
  });

  it('writes the target of links, which stay', async () => {
    const real = join(folder, 'real');
    await mkdir(real);
    await writeFile(join(real, 'target'), 'old');
    await symlink('real/target', join(folder, 'inner'));
    await symlink('inner', path);
    await writeFileAtomically(path, 'new');
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(await readFile(join(real, 'target'), 'utf8')).toBe('new');
    expect(await readdir(real)).toEqual(['target']);
  });

  it('writes the target of a link that leads nowhere yet', async () => {
    await symlink('later', path);
    await writeFileAtomically(path, 'new');
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'later'), 'utf8')).toBe('new');
  });

  it('leaves the old file and nothing else when it must not be replaced after all', async () => {
    await writeFile(path, 'old');
    const beforeReplace = (): void => {
      throw new Error('changed meanwhile');
    };
    await expect(writeFileAtomically(path, 'new', { beforeReplace })).rejects.toThrow('changed meanwhile');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['file.ini']);
  });

  it('leaves nothing behind when the rename fails', async () => {
    await mkdir(join(path, 'inside'), { recursive: true });
    await expect(writeFileAtomically(path, 'new')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['file.ini']);
  });

  it('takes another temporary name when one is taken, and follows no planted link', async () => {
    const left = join(folder, `.file.ini.${process.pid}-1.tmp`);
    await writeFile(join(folder, 'victim'), 'safe');
    await symlink('victim', left);
    await writeFileAtomically(path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('safe');
    expect((await lstat(left)).isSymbolicLink()).toBe(true);
  });

  it('reports a missing folder', async () => {
    await expect(writeFileAtomically(join(folder, 'missing', 'file'), 'new')).rejects.toThrow(/ENOENT/);
  });
});
