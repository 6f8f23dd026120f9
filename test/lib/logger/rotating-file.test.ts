import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { localDay } from '#lib/local-time.ts';
import { RotatingFile } from '#lib/logger/rotating-file.ts';
import { forEachTest, forThisFile, undoing } from '#test/kit/lifetime.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { logFiles, logLines } from './log-files.ts';

const { path: root } = forThisFile(new TemporaryFolder());
const lifetime = forEachTest();
const today = localDay(Date.now());
const line = (text: string) => `${text.padEnd(99, '.')}\n`;
let count = 0;

function open(folder = join(root, `log ${count++}`), maxBytes = 2048) {
  const file = new RotatingFile({ folder, baseName: 'all2', maxBytes, keepFiles: 5, now: Date.now });
  lifetime.defer(() => file.close());
  return { file, folder, path: join(folder, `all2-${today}.log`) };
}

describe('the files', () => {
  test('are for their owner only, in a folder for its owner only', () => {
    const { file, folder, path } = open();
    file.write(line('a'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('are numbered; the link points at the current one, the oldest go', async () => {
    const { file, folder } = open();
    for (let number = 0; number < 120; number++) file.write(line(`${number}`));
    expect(logFiles(folder)).toEqual([1, 2, 3, 4, 5].map((number) => `all2-${today}.${number}.log`));
    expect(readlinkSync(join(folder, 'all2.log'))).toBe(`all2-${today}.5.log`);
    expect(logLines(folder).at(-1)).toContain('119');
    await setImmediate();
    expect(readlinkSync(join(folder, 'all2.log'))).toBe(`all2-${today}.5.log`);
  });

  test('of other series and of other kinds are left alone', () => {
    const { file, folder } = open();
    mkdirSync(folder);
    const others = [
      'all2-notes.log',
      'all3-2020-01-01.log',
      'all2-2020-01-01.log.gz',
      'all2-2020-01-01.01.log',
      'readme',
    ];
    for (const name of others) writeFileSync(join(folder, name), 'mine');
    for (let number = 0; number < 120; number++) file.write(line(`${number}`));
    for (const name of others) expect(readFileSync(join(folder, name), 'utf8')).toBe('mine');
  });

  test('an ordinary file in the place of the link is kept beside it, once', () => {
    const { file, folder } = open();
    mkdirSync(folder);
    writeFileSync(join(folder, 'all2.log'), 'of the course');
    file.write(line('a'));
    file.open();
    expect(file.movedAside).toBe('all2.old.log');
    expect(readFileSync(join(folder, 'all2.old.log'), 'utf8')).toBe('of the course');
    expect(readFileSync(join(folder, 'all2.log'), 'utf8')).toBe(line('a'));
    expect(readdirSync(folder).filter((name) => name.includes('old'))).toHaveLength(1);
  });

  test('of earlier days go before those of today', () => {
    const { file, folder } = open();
    mkdirSync(folder);
    for (const day of ['2020-01-01', '2020-01-02', '2020-01-02.1', '2020-01-02.10', '2020-01-02.9']) {
      writeFileSync(join(folder, `all2-${day}.log`), line(day));
    }
    file.write(line('a'));
    const left = ['2020-01-02', '2020-01-02.1', '2020-01-02.9', '2020-01-02.10', today];
    expect(logFiles(folder)).toEqual(left.map((day) => `all2-${day}.log`));
  });

  test.each(['c++', 'a b', '日志', "it's", '(x)[y]{z}^$', 'star*?', 'back\\slash', '%s'])(
    'work in a folder named %s',
    (name) => {
      const { file, folder } = open(join(root, name));
      for (let number = 0; number < 120; number++) file.write(line(`${number}`));
      expect(logFiles(folder)).toHaveLength(5);
      file.open();
      file.write(line('again'));
      expect(logLines(folder).at(-1)).toContain('again');
      expect(logFiles(folder)).toHaveLength(5);
    },
  );
});

describe('when another program interferes', () => {
  test('a removed file is made anew', () => {
    const { file, path } = open();
    file.write(line('a'));
    rmSync(path);
    file.write(line('b'));
    expect(readFileSync(path, 'utf8')).toBe(line('b'));
  });

  test('a removed folder is made anew, for its owner only', () => {
    const { file, folder, path } = open();
    file.write(line('a'));
    rmSync(folder, { recursive: true });
    file.write(line('b'));
    expect(readFileSync(path, 'utf8')).toBe(line('b'));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('a renamed file keeps its lines, and the next go into a new one', () => {
    const { file, folder, path } = open();
    file.write(line('a'));
    renameSync(path, join(folder, 'taken-away'));
    file.write(line('b'));
    expect(readFileSync(join(folder, 'taken-away'), 'utf8')).toBe(line('a'));
    expect(readFileSync(path, 'utf8')).toBe(line('b'));
  });

  test('half a line left by a killed process does not spoil the next', () => {
    const { file, folder, path } = open();
    mkdirSync(folder);
    writeFileSync(path, 'half a li');
    file.write(line('a'));
    expect(readFileSync(path, 'utf8')).toBe(`half a li\n${line('a')}`);
  });

  test('a file that was replaced is left for the one in its place', () => {
    const { file, path } = open();
    file.write(line('a'));
    renameSync(path, `${path}.old`);
    writeFileSync(path, line('new'));
    file.write(line('b'));
    expect(readFileSync(path, 'utf8')).toBe(line('new') + line('b'));
  });

  test('a folder that goes away while it is being opened is made anew', () => {
    const folder = join(root, 'going');
    let calls = 0;
    const now = () => {
      if (calls++ === 0) rmSync(folder, { recursive: true });
      return Date.now();
    };
    const file = new RotatingFile({ folder, baseName: 'all2', maxBytes: 2048, keepFiles: 5, now });
    file.write(line('a'));
    file.close();
    expect(logLines(folder)).toHaveLength(1);
  });

  test('a file filled by another process is followed by a new one', async () => {
    const { file, folder, path } = open();
    file.write(line('a'));
    writeFileSync(path, line('other').repeat(30), { flag: 'a' });
    file.write(line('b'));
    await setImmediate();
    file.write(line('c'));
    expect(readFileSync(join(folder, `all2-${today}.1.log`), 'utf8')).toBe(line('b') + line('c'));
  });

  test('after a gap in the numbers it goes on in the newest file', () => {
    const { file, folder } = open();
    mkdirSync(folder);
    for (const number of [3, 4, 12])
      writeFileSync(join(folder, `all2-${today}.${number}.log`), line(`${number}`));
    file.write(line('a'));
    expect(logFiles(folder)).toEqual(['', '.1', '.2'].map((number) => `all2-${today}${number}.log`));
    expect(logLines(folder).map((text) => text.replaceAll('.', ''))).toEqual(['3', '4', '12', 'a']);
  });

  test('the lock of a killed process delays a write only briefly', () => {
    const { file, folder } = open();
    mkdirSync(folder);
    writeFileSync(join(folder, '.log-files.lock'), '');
    file.write(line('a'));
    expect(logLines(folder)).toHaveLength(1);
  });
});

describe('a failed write is reported at once, and succeeds later', () => {
  test('a file in place of the folder', () => {
    const { file, folder } = open();
    writeFileSync(folder, '');
    expect(() => file.write(line('a'))).toThrow(/EEXIST|ENOTDIR/);
    rmSync(folder);
    file.write(line('b'));
    expect(logLines(folder)).toHaveLength(1);
  });

  test.skipIf(!existsSync('/dev/full'))('a full device (skipped where there is no /dev/full)', () => {
    const { file, folder, path } = open();
    mkdirSync(folder);
    symlinkSync('/dev/full', path);
    expect(() => file.write(line('a'))).toThrow('ENOSPC');
    rmSync(path);
    file.write(line('b'));
    expect(readFileSync(path, 'utf8')).toBe(line('b'));
  });

  test('a path that daily-rotate-file would expand: nothing is made', () => {
    const { file } = open(join(root, '%DATE%', 'log'));
    expect(() => file.write(line('a'))).toThrow('%DATE%');
    expect(readdirSync(root).filter((name) => name.includes('DATE') || name === today)).toEqual([]);
  });

  test('a path that daily-rotate-file refuses', () => {
    const { file } = open(join(root, 'a|b'));
    expect(() => file.write(line('a'))).toThrow('invalid character');
  });

  test('a full disk keeps whole lines only, and the rest once there is room', (context) => {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      context.skip('mount is not permitted here');
    }
    using _ = undoing(() => void execFileSync('umount', ['-l', folder]));
    writeFileSync(join(folder, 'filler'), Buffer.alloc(32 * 1024));
    const { file } = open(folder, 1024 * 1024);
    const text = line('a').repeat(150);
    file.write(text);
    // The second text fits in part: the disk accepts a piece of it before the error.
    expect(() => file.write(text.repeat(2))).toThrow('ENOSPC');
    expect(logLines(folder)).toHaveLength(150);
    rmSync(join(folder, 'filler'));
    file.write(text.repeat(2));
    expect(logLines(folder)).toHaveLength(450);
    for (const found of logLines(folder)) expect(found).toBe(line('a').trimEnd());
    file.close();
  });
});
