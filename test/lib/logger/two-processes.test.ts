import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localDay } from '#lib/local-time.ts';
import { forThisFile } from '#test/kit/lifetime.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { logFiles, logLines } from './log-files.ts';
import { bundleFixture, start } from './run-fixture.ts';

const { path: root } = forThisFile(new TemporaryFolder());
const script = bundleFixture('write-beside', root);
const linesOf = (name: string, lines: string[]) =>
  lines
    .filter((line) => line.includes(`[task_id:${name}]`))
    .map((line) => Number(/line (\d+)/.exec(line)?.[1]));

test('processes that rotate in one folder at the same time lose nothing', async () => {
  const folder = join(root, 'all');
  // A day whose first files are gone: the processes close the gap while the others already write.
  const day = localDay(Date.now());
  mkdirSync(folder);
  for (const number of [3, 4, 7])
    writeFileSync(join(folder, `all2-${day}.${number}.log`), `[task_id:old][line ${number}]\n`);
  const names = ['a', 'b', 'c'];
  const running = names.map((name) => start(script, folder, name, '100', '20', '8192', '1000').ended);
  for (const { stderr } of await Promise.all(running)) expect(stderr).toBe('');
  expect(logFiles(folder).length).toBeGreaterThan(10);
  const lines = logLines(folder);
  const every = Array.from({ length: 2000 }, (_, line) => line);
  for (const name of names) expect(linesOf(name, lines).sort((a, b) => a - b)).toEqual(every);
  expect(linesOf('old', lines)).toEqual([3, 4, 7]);
});

test('there are never more than five files, and the newest lines of all processes are kept', async () => {
  const folder = join(root, 'newest');
  let most = 0;
  const watching = setInterval(() => {
    most = Math.max(most, filesNow(folder));
  }, 1);
  // The fast process removes the file that the slow one is still writing.
  const running = [
    start(script, folder, 'fast', '400', '40', '16384', '5').ended,
    start(script, folder, 'slow', '2000', '1', '16384', '5').ended,
    start(script, folder, 'third', '300', '20', '16384', '5').ended,
  ];
  for (const { stderr } of await Promise.all(running)) expect(stderr).toBe('');
  clearInterval(watching);
  expect(most).toBeGreaterThan(3);
  expect(most).toBeLessThanOrEqual(5);
  // The newest line is the last line of one process; the lines of the others may be removed already.
  const last = logLines(folder).at(-1) ?? '';
  expect(last).toMatch(/line (15999|1999|5999)\]$/);
});

function filesNow(folder: string): number {
  try {
    return logFiles(folder).length;
  } catch {
    return 0;
  }
}
