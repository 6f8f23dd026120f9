import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { forThisFile } from '#test/kit/lifetime.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { logFiles, logLines } from './log-files.ts';
import { bundleFixture, start } from './run-fixture.ts';

const { path: root } = forThisFile(new TemporaryFolder());
/** So many that a stream would still hold most of them in memory. */
const count = 1_000;
const script = bundleFixture('log-and-leave', root);
const numbers = (lines: string[]) => lines.map((line) => Number(/line (\d+)/.exec(line)?.[1]));

describe.concurrent('no line is lost, whichever way the process ends', () => {
  test.each([
    ['end', 0, 0],
    ['exit', 0, 0],
    ['throw', 1, 0],
    ['reject', 1, 0],
    ['timer', 0, 0],
    ['SIGINT', 130, 1],
    ['SIGTERM', 143, 1],
    ['SIGHUP', 129, 1],
    ['close', 0, 1],
    ['exitHandler', 0, 1],
    ['beforeExit', 0, 1],
  ])('%s', async (way, code, linesOfHandlers) => {
    const folder = join(root, way);
    expect((await start(script, folder, way, String(count)).ended).code).toBe(code);
    const lines = logLines(folder);
    expect(lines).toHaveLength(count + linesOfHandlers);
    expect(numbers(lines.slice(0, count))).toEqual(Array.from({ length: count }, (_, line) => line));
  });
});

describe.concurrent('a burst leaves five files and its newest lines', () => {
  test.each([['end'], ['exit']])('60 MB in one turn, then %s', async (way) => {
    const folder = join(root, `burst-${way}`);
    await start(script, folder, way, '60000', '1000').ended;
    const files = logFiles(folder);
    expect(files).toHaveLength(5);
    for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThan(5.1 * 1024 * 1024);
    const kept = numbers(logLines(folder));
    expect(kept.length).toBeGreaterThan(4 * 4500);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, line) => 60_000 - kept.length + line));
  });
});

test('starting again after old files were removed goes on in the newest file', async () => {
  const folder = join(root, 'restarts');
  for (const way of ['end', 'exit', 'end', 'exit']) {
    await start(script, folder, way, '700', '100', '8192').ended;
    const files = logFiles(folder);
    expect(files).toHaveLength(5);
    // In the order of their numbers, the files hold the newest lines in the order they were written.
    const kept = numbers(logLines(folder));
    expect(kept.at(-1)).toBe(699);
    const breaks = kept.filter((line, index) => index > 0 && line !== (kept[index - 1] ?? 0) + 1);
    expect(breaks.length === 0 || (breaks.length === 1 && breaks[0] === 0)).toBe(true);
  }
  expect((await start(script, folder, 'exit', '1', '5', '8192').ended).stderr).toBe('');
  expect(numbers(logLines(folder)).slice(-2)).toEqual([699, 0]);
});
