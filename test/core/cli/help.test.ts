import { expect, test } from 'vitest';
import { appSettingFlags, settingFlagsOf } from '#bin/shared/setting-flags.ts';
import { skeleton } from '#conf/settings/skeleton.ts';
import { oneShotCommands } from '#core/cli/command-list.ts';
import { helpOfApp, helpOfCommand } from '#core/cli/help.ts';
import { openTestApp } from '#test/kit/conversation.ts';
import { commandsCalled, joinPages } from '#test/kit/help-pages.ts';
import { Home } from '#test/kit/home.ts';
import { run } from '#test/kit/run.ts';
import { Note } from '#test/kit/sample/note.ts';

const settingFlags = settingFlagsOf(skeleton);

test.each(['en', 'zh'] as const)('has the text of the snapshot in %s', async (language) => {
  const ownNames = ['whoami', 'password', 'sign-out', 'quit', 'register', 'protect', 'reset', 'completion'];
  const commands = [new Note(), ...(await commandsCalled(...ownNames))];
  const pages = [
    helpOfApp(commands, settingFlags, language),
    ...oneShotCommands(commands).map((command) => helpOfCommand(command, language)),
  ];
  await expect(joinPages(pages)).toMatchFileSnapshot(`help.${language}.txt`);
});

test('is shown for the app and for a command, despite other mistakes in the line', async () => {
  using home = new Home();
  const lines = ['--help', '-h', 'whoami --help', '--help whoami', 'whoami --user x --nope -h --language zh'];
  const results = await Promise.all(lines.map((line) => run(line.split(' '), { home: home.path })));
  await using opened = await openTestApp(home);
  const { app } = opened;
  const [whoami] = await commandsCalled('whoami');
  if (whoami === undefined) throw new Error('there is no whoami');
  const ofApp = helpOfApp(app.commands, appSettingFlags, 'en');
  const pages = [
    ofApp,
    ofApp,
    helpOfCommand(whoami, 'en'),
    helpOfCommand(whoami, 'en'),
    helpOfCommand(whoami, 'zh'),
  ];
  expect(results).toEqual(pages.map((page) => ({ code: 0, signal: null, stdout: `${page}\n`, stderr: '' })));
});

test('of the app has a line for every command and every setting', async () => {
  using home = new Home();
  await using opened = await openTestApp(home);
  const { app } = opened;
  for (const language of ['zh', 'en'] as const) {
    const lines = helpOfApp(app.commands, appSettingFlags, language).split('\n');
    const lineOf = (word: string) => lines.find((line) => line.startsWith(`  ${word} `));
    for (const { name, summary } of oneShotCommands(app.commands))
      expect(lineOf(name)).toContain(summary[language]);
    for (const { name, summary } of appSettingFlags) expect(lineOf(`--${name}`)).toContain(summary[language]);
  }
});
