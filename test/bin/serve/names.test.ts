import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildApp } from '#test/kit/build-app.ts';
import { Home } from '#test/kit/home.ts';
import { launcherOf, root } from '#test/kit/root.ts';
import { run } from '#test/kit/run.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

it('refuses to start with a verb that would hide a command', async () => {
  using home = new Home();
  using folder = new TemporaryFolder();
  const verbs = folder.file('connect.ts');
  const fields = "name: 'whoami', usage: '', summary: { zh: '', en: '' }, words: { min: 0, max: 0 }";
  writeFileSync(verbs, `export const verbs = [{ ${fields}, run: async () => undefined }];`);
  symlinkSync(join(root, 'node_modules'), folder.file('node_modules'));
  await buildApp(folder.path, { '#bin/parts/connect.ts': verbs });
  const ended = await run(['--port', '0', '--no-auth'], {
    home: home.path,
    launcher: launcherOf('serve', folder.path),
  });
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(home.log()).toContain('whoami is the name of two commands or verbs; rename one of them');
});
