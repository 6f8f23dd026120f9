import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPartFile } from '#lib/files/part-file.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const pid = process.pid;
/** The id of a process that has ended; the system does not use it again so soon. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('a part file', () => {
  it('is renamed in one step, and nothing else is left', async () => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    const target = join(folder, 'a');
    await writeFile(target, 'old');
    await chmod(target, 0o640);
    const part = await openPartFile(target, pid);
    await part.handle.write('new');
    expect(await readFile(target, 'utf8')).toBe('old');
    await part.finish();
    expect(await readFile(target, 'utf8')).toBe('new');
    expect((await stat(target)).mode & 0o777).toBe(0o640);
    expect(await readdir(folder)).toEqual(['a']);
  });

  it('is for its owner only while it replaces another file', async () => {
    using temporary = new TemporaryFolder();
    const target = temporary.file('a');
    await writeFile(target, 'secret', { mode: 0o600 });
    const part = await openPartFile(target, pid);
    expect((await part.handle.stat()).mode & 0o777).toBe(0o600);
    await part.finish();
  });

  it('is kept as NAME.get-part, and found again', async () => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    const part = await openPartFile(join(folder, 'a'), pid);
    await part.handle.write('half');
    await part.keep();
    expect(await readdir(folder)).toEqual(['a.get-part']);
    const again = await openPartFile(join(folder, 'a'), pid);
    expect(again.partialBytes).toBe(4);
    await again.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not kept when it is empty', async () => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    await (await openPartFile(join(folder, 'a'), pid)).keep();
    expect(await readdir(folder)).toEqual([]);
  });

  it('of a killed process is continued, of a living one is left alone', async () => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    await writeFile(join(folder, `a.get-part-${deadPid()}`), 'dead');
    await writeFile(join(folder, `a.get-part-${process.ppid}`), 'alive');
    await writeFile(join(folder, 'a.get-part-x'), 'of another program');
    const part = await openPartFile(join(folder, 'a'), pid);
    expect(part.partialBytes).toBe(4);
    await part.finish();
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('dead');
    expect((await readdir(folder)).sort()).toEqual(['a', `a.get-part-${process.ppid}`, 'a.get-part-x']);
  });

  it('is never a similar file of another program', async () => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    const others = ['a.part', `a.part-${deadPid()}`, 'a.get-partial', 'b.get-part'];
    for (const name of others) await writeFile(join(folder, name), 'half');
    const part = await openPartFile(join(folder, 'a'), pid);
    expect(part.partialBytes).toBe(0);
    await part.handle.write('new');
    await part.finish();
    expect((await readdir(folder)).sort()).toEqual(['a', ...others].sort());
    for (const name of others) expect(await readFile(join(folder, name), 'utf8')).toBe('half');
  });

  it('is given to one of several downloads', async () => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    await writeFile(join(folder, 'a.get-part'), 'half');
    const parts = await Promise.all([1, 2, 3].map((n) => openPartFile(join(folder, 'a'), pid * 10 + n)));
    expect(parts.map(({ partialBytes }) => partialBytes).sort()).toEqual([0, 0, 4]);
    for (const part of parts) await part.discard();
  });

  it('is never a planted link', async () => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    await writeFile(join(folder, 'victim'), 'safe');
    await symlink('victim', join(folder, 'a.get-part'));
    const part = await openPartFile(join(folder, 'a'), pid);
    await part.handle.write('new');
    await part.finish();
    expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('safe');
  });

  it('has a short enough name also beside the longest file name', async () => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    const target = join(folder, '文'.repeat(85));
    const part = await openPartFile(target, pid);
    await part.handle.write('new');
    await part.finish();
    expect(await readFile(target, 'utf8')).toBe('new');
  });

  it('reports why it cannot be made', async () => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    await expect(openPartFile(join(folder, 'missing', 'a'), pid)).rejects.toThrow('ENOENT');
    await mkdir(join(folder, `a.get-part-${pid}`));
    await expect(openPartFile(join(folder, 'a'), pid)).rejects.toThrow('EEXIST');
  });
});
