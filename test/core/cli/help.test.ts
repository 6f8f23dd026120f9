import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenedApp } from '#bin/shared/app.ts';
import { appSettingFlags } from '#bin/shared/setting-flags.ts';
import { oneShotCommands } from '#core/cli/command-list.ts';
import { helpOfApp, helpOfCommand } from '#core/cli/help.ts';
import { openTestApp } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';
import { run } from '#test/kit/run.ts';

const home = new Home();
let app: OpenedApp;
beforeAll(async () => {
  ({ app } = await openTestApp(home));
});
afterAll(async () => {
  await app.close();
  home[Symbol.dispose]();
});

test.each(['en', 'zh'] as const)('as a reader of %s sees it', async (language) => {
  const pages = [
    helpOfApp(app.commands, appSettingFlags, language),
    ...oneShotCommands(app.commands).map((command) => helpOfCommand(command, language)),
  ];
  await expect(`${pages.join('\n\n==========\n\n')}\n`).toMatchFileSnapshot(`help.${language}.txt`);
});

test('is shown for the app and for every command, whatever else is wrong', async () => {
  const lines = [
    '--help',
    '-h',
    'transfer --help',
    '--help transfer',
    'transfer --to x --amount y -h --language zh',
  ];
  const results = await Promise.all(lines.map((line) => run(line.split(' '), { home: home.path })));
  const transfer = app.commands.find(({ name }) => name === 'transfer');
  if (transfer === undefined) throw new Error('there is no transfer');
  const ofApp = helpOfApp(app.commands, appSettingFlags, 'en');
  expect(results).toEqual(
    [
      ofApp,
      ofApp,
      helpOfCommand(transfer, 'en'),
      helpOfCommand(transfer, 'en'),
      helpOfCommand(transfer, 'zh'),
    ].map((help) => ({ code: 0, signal: null, stdout: `${help}\n`, stderr: '' })),
  );
});
