import { expect, test } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { launcherOf } from '#test/kit/root.ts';
import { run } from '#test/kit/run.ts';

const launcher = launcherOf('demo');

test.concurrent.each([
  [['--version'], 0, /^\d+\.\d+\.\d+\n$/, ''],
  [['help'], 0, /^Usage: node bin\/demo\.js \[--flags\]\n/, ''],
  [['--slow'], 2, /^$/, 'unknown flag --slow. See --help.\n'],
  [['twice'], 2, /^$/, 'unexpected argument twice. See --help.\n'],
])('demo.js %j plays nothing', async (args, code, stdout, stderr) => {
  using home = new Home();
  const ended = await run(args, { home: home.path, launcher });
  expect(ended).toMatchObject({ code, stdout: expect.stringMatching(stdout) });
  expect(ended.stderr.toLowerCase()).toBe(stderr.toLowerCase());
});
