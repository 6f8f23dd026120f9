import { spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { logging } from '#conf/logging.ts';
import { localDay } from '#lib/local-time.ts';
import type { LogOptions } from '#lib/logger/logger.ts';
import { openLogs } from '#lib/logger/open-logs.ts';
import { forEachTest, forThisFile } from '#test/kit/lifetime.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { logFiles, logLines } from './log-files.ts';
import { bundleFixture, ending, start } from './run-fixture.ts';

const { path: root } = forThisFile(new TemporaryFolder());
const lifetime = forEachTest();
let count = 0;

async function open(changes: Partial<LogOptions> = {}) {
  const shown: string[] = [];
  const told: string[] = [];
  const folder = join(root, String(count++));
  const options: LogOptions = {
    ...logging,
    folder,
    now: Date.now,
    show: (line) => shown.push(line),
    onTrouble: (reason) => told.push(reason),
    retryMs: 10,
    ...changes,
  };
  const logs = await openLogs(options);
  lifetime.defer(() => logs.close());
  return { logs, folder: options.folder, shown, told };
}

describe('a line', () => {
  test('in the file is the course’s standard line, with the place of the call', async () => {
    const { logs, folder } = await open({ now: () => new Date(2020, 1, 3, 4, 5, 6, 7).getTime() });
    const logger = logs.logger('core').child('auth');
    logger.info('登录成功 egon');
    logs.flushSync();
    expect(logFiles(folder)).toEqual([`all2-${localDay(Date.now())}.log`]);
    const [line = ''] = logLines(folder);
    expect(line).toMatch(
      /^\[2020-02-03 04:05:06,007\]\[MainThread:\d+\]\[task_id:core\.auth\]\[open-logs\.test\.ts:\d+\]\[INFO\]\[登录成功 egon\]$/,
    );
    expect(line).toContain(`MainThread:${process.pid}]`);
  });

  test('with any strings is one line', async () => {
    const { logs, folder, shown } = await open();
    const hostile = 'x\r\n[2026-11-22 08:53:34,986] forged\u001b[2J\u2028\u202e{"level":"debug"}%s%d';
    logs.logger(`shop\n${hostile}`).error(hostile);
    await logs.flush();
    const written = String.raw`x\r\n[2026-11-22 08:53:34,986] forged\x1b[2J\u2028\u202e{"level":"debug"}%s%d`;
    expect(logLines(folder)).toHaveLength(1);
    expect(logLines(folder)[0]).toContain(`[ERROR][${written}]`);
    expect(shown[0]).toContain(written);
  });

  test('reaches file and screen by its level, in the format of each', async () => {
    const { logs, folder, shown } = await open({ fileLevel: 'info', screenLevel: 'error' });
    const logger = logs.logger('core');
    for (const level of ['debug', 'info', 'warning', 'error', 'critical'] as const)
      logger.at('x.ts:1')[level](level);
    await logs.flush();
    expect(logLines(folder).map((line) => line.split('][').at(-1))).toEqual([
      'info]',
      'warning]',
      'error]',
      'critical]',
    ]);
    expect(shown).toEqual([
      expect.stringMatching(/^\[ERROR\]\[[\d ,:-]+\]\[x\.ts:1\]error$/),
      expect.stringMatching(/^\[CRITICAL\]\[[\d ,:-]+\]\[x\.ts:1\]critical$/),
    ]);
  });

  test('reaches the screen also when the file wants less', async () => {
    const { logs, folder, shown } = await open({ fileLevel: 'critical', screenLevel: 'debug' });
    logs.logger('core').at('x.ts:1').debug('a');
    await logs.flush();
    expect(shown).toHaveLength(1);
    expect(logFiles(folder)).toEqual([]);
  });

  test('reaches the file when the screen is broken', async () => {
    const broken = () => {
      throw new Error('EPIPE');
    };
    const { logs, folder } = await open({ show: broken });
    for (let line = 0; line < 100; line++) expect(() => logs.logger('core').error('a')).toThrow('EPIPE');
    logs.logger('core').info('b');
    await logs.flush();
    expect(logLines(folder)).toHaveLength(101);
  });

  test('may be logged from within the screen and from within the notice', async () => {
    const { logs, folder } = await open({ show: () => logs.logger('screen').info('shown') });
    logs.logger('core').error('a');
    await logs.flush();
    expect(logLines(folder).map((line) => line.split('][').at(-1))).toEqual(['a]', 'shown]']);
  });
});

test('a format with an unknown field is refused', async () => {
  await expect(open({ fileFormat: '{nmae}' })).rejects.toThrow('unknown field {nmae}');
});

describe('a folder that cannot be written', () => {
  test('is one notice; the app goes on, and so does the log when the folder is back', async () => {
    const folder = join(root, 'in-place');
    writeFileSync(folder, 'not a folder');
    const { logs, told } = await open({ folder });
    for (let line = 0; line < 10; line++) {
      logs.logger('core').info(`line ${line}`);
      await logs.flush();
    }
    expect(told).toEqual([expect.stringContaining(folder)]);
    rmSync(folder);
    await expect.poll(() => existsSync(join(folder, 'all2.log'))).toBe(true);
    await logs.flush();
    expect(logLines(folder)).toHaveLength(10);
    expect(told).toHaveLength(1);
  });

  test('may be one that daily-rotate-file refuses', async () => {
    const { logs, told } = await open({ folder: join(root, 'a<b') });
    for (let line = 0; line < 3; line++) logs.logger('core').info('a');
    await logs.flush();
    await logs.flush();
    expect(told).toEqual([expect.stringContaining('invalid character')]);
  });

  test('costs lines only above the limit, and their number is in the log', async () => {
    const folder = join(root, 'dropping');
    writeFileSync(folder, 'not a folder');
    const { logs, shown } = await open({ folder, retryMs: 60_000 });
    logs.logger('core').info('first');
    await logs.flush();
    for (let line = 0; line < 10_050; line++) logs.logger('core').at('x.ts:1').info('a');
    rmSync(folder);
    await logs.flush();
    await logs.flush();
    const lines = logLines(folder);
    expect(lines).toHaveLength(10_001);
    expect(lines.at(-1)).toMatch(
      /\[task_id:lib\.logger\]\[open-logs\.ts:\d+\]\[WARNING\]\[51 lines were dropped/,
    );
    expect(shown).toHaveLength(1);
  });

  test('that is removed or moved away while logging is made anew', async () => {
    const { logs, folder, told } = await open();
    const logger = logs.logger('core');
    logger.info('a');
    await logs.flush();
    renameSync(folder, `${folder}-moved`);
    logger.info('b');
    await logs.flush();
    rmSync(folder, { recursive: true });
    logger.info('c');
    await logs.close();
    expect(logLines(`${folder}-moved`)).toHaveLength(1);
    expect(logLines(folder)).toEqual([expect.stringMatching(/\[c\]$/)]);
    expect(told).toEqual([]);
  });
});

describe('in a process of its own', () => {
  const fixture = (name: string) => bundleFixture(name, root);

  test('a file that may not grow further holds whole lines only, and the process ends as it would', async () => {
    const folder = join(root, 'limited');
    const script = fixture('log-and-leave');
    const { code, stderr } = await startLimited(script, folder, 'end', '2000', '100');
    expect({ code, notices: stderr.match(/^trouble: EFBIG/gm) }).toEqual({
      code: 0,
      notices: ['trouble: EFBIG'],
    });
    for (const line of logLines(folder)) expect(line).toMatch(/^\[.*\[line \d+ x{100}\]$/);
  });

  test('a new day is a new file', async () => {
    const folder = join(root, 'days');
    const { stderr } = await start(fixture('change-day'), folder).ended;
    expect(stderr).toBe('');
    const files = logFiles(folder);
    expect(files).toHaveLength(2);
    const lines = files.map((name) => readFileSync(join(folder, name), 'utf8').trimEnd());
    for (const [index, line] of lines.entries()) {
      expect(line.split('\n')).toHaveLength(1);
      expect(line.slice(1, 11)).toBe(files[index]?.slice(5, 15));
    }
  });
});

/** The shell limits the size of each file the process writes: 64 blocks of 512 or 1,024 bytes. */
function startLimited(...args: string[]) {
  const command = ['-c', 'ulimit -f 64; exec "$0" "$@"', process.execPath, ...args];
  return ending(spawn('sh', command, { stdio: ['ignore', 'ignore', 'pipe'] }));
}
