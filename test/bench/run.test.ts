import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '#test/kit/root.ts';

const run = join(root, 'bench', 'run.js');

test('finds the benchmarks by their file names, and bundles every one', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [run, 'nonsense'], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  const [, listed = ''] = /^There is no benchmark nonsense\. There are: (.*)\n$/.exec(stderr) ?? [];
  const files = readdirSync(join(root, 'bench'), { recursive: true }).map(String);
  const names = files.flatMap((path) => /([^/\\]+)\.bench\.ts$/.exec(path)?.[1] ?? []);
  expect(listed.split(', ').toSorted()).toEqual(names.toSorted());
  expect(new Set(names).size).toBe(names.length);
});
