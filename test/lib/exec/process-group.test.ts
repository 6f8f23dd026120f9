import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { beforeAll, describe, test } from 'vitest';
import { ProcessGroup } from '#lib/exec/process-group.ts';
import { forThisFile } from '#test/kit/lifetime.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { isRunning } from './run.ts';

const { path: folder } = forThisFile(new TemporaryFolder());
const script = join(folder, 'start-and-exit.mjs');
beforeAll(() => {
  const source = join(import.meta.dirname, 'fixtures', 'start-and-exit.ts');
  buildSync({ entryPoints: [source], outfile: script, bundle: true, format: 'esm', platform: 'node' });
});

async function startGroup(script: string) {
  const child = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const pids = String(await once(child.stdout, 'data'))
    .trim()
    .split(' ')
    .map(Number);
  return { group: new ProcessGroup(child.pid as number), exited, pids };
}

describe.concurrent('a group of processes', () => {
  test('ends with SIGTERM, every process of it', async ({ expect }) => {
    const { group, exited, pids } = await startGroup('sleep 60 & echo $$ $!; wait');
    await group.end();
    expect(await exited).toEqual([null, 'SIGTERM']);
    expect(pids.filter(isRunning)).toEqual([]);
  });

  test('ends with SIGKILL when it ignores SIGTERM', async ({ expect }) => {
    const { group, exited, pids } = await startGroup('trap "" TERM; sleep 60 & echo $$ $!; wait');
    await group.end();
    expect(await exited).toEqual([null, 'SIGKILL']);
    expect(pids.filter(isRunning)).toEqual([]);
  });

  test('ends although its first process is gone', async ({ expect }) => {
    const { group, exited, pids } = await startGroup('sleep 60 >/dev/null & echo $!');
    await exited;
    expect(pids.filter(isRunning)).toEqual(pids);
    await group.end();
    expect(pids.filter(isRunning)).toEqual([]);
  });

  test('gets one SIGTERM, however often end is called', async ({ expect }) => {
    const { group, exited } = await startGroup('echo $$; exec sleep 60');
    await Promise.all([group.end(), group.end()]);
    await exited;
    expect(group.end()).toBe(group.end());
  });

  test('does not outlive the process that started it', async ({ expect }) => {
    const child = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const [pid] = (await once(child, 'message')) as [number];
    expect(isRunning(pid)).toBe(true);
    child.send('exit');
    await once(child, 'exit');
    await expect.poll(() => isRunning(pid)).toBe(false);
  });
});
