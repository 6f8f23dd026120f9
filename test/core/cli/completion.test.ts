import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { appSettingFlags } from '#bin/shared/setting-flags.ts';
import { oneShotCommands } from '#core/cli/command-list.ts';
import { completionEntries, completionScript, shells } from '#core/cli/completion.ts';
import { Command } from '#core/command.ts';
import { Completion } from '#core/commands/completion.ts';
import { Quit } from '#core/commands/quit.ts';
import { Whoami } from '#core/commands/whoami.ts';
import { question } from '#core/question.ts';
import {
  completedProgram,
  completionFunction,
  isInstalled,
  offered,
  runShell,
  sorted,
} from '#test/kit/completion.ts';
import { openContext } from '#test/kit/context.ts';
import { openTestApp } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';
import { forThisFile } from '#test/kit/lifetime.ts';
import { jsonOf, run } from '#test/kit/run.ts';
import { Note } from '#test/kit/sample/note.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const plainNames = ['金老板', '哪吒', 'yuan', 'Zoë', 'x-1.b'] as const;
/** Names that a shell would run, split, or read as a flag or as a pattern of files. */
const hostileNames = [
  '$(echo>ran)',
  '`echo>ran`',
  '(echo>ran)',
  '$HOME',
  '";echo>ran;"',
  "';echo>ran;'",
  "'$(echo>ran)'",
  'a;echo>ran',
  'a&echo>ran',
  'a|ran',
  'a>ran',
  'a)',
  '{ran,away}',
  '*',
  '?an',
  '[r]an',
  '~root',
  '#ran',
  '!!',
  '\\',
  '--json',
] as const;

/** A command with a list of names that come from outside. */
class Call extends Command {
  readonly name = 'call';
  readonly title = { zh: '呼叫', en: 'Call' };
  readonly summary = { zh: '呼叫一个人', en: 'call a person: by name' };
  readonly questions = {
    with: question.choice<string>({
      label: { zh: '谁', en: 'name' },
      choices: () => [...plainNames, ...hostileNames].map((name) => ({ value: name, name })),
      parse: (raw) => raw,
    }),
  };
  override async run(): Promise<void> {}
  override show(): void {}
  override json(): null {
    return null;
  }
}

const settingFlag = (name: string) => ({ name, takesValue: true, summary: { zh: '设置', en: 'a setting' } });
const settingFlags = [settingFlag('colour'), settingFlag('colour-depth')];
const commands: readonly Command[] = [
  new Note(),
  new Call(),
  new Whoami(),
  new Quit(),
  new Completion(() => commands, settingFlags),
];

/** The folder where the shells run: a name that is run would leave a file here. */
const { path: folder } = forThisFile(new TemporaryFolder());
const scripts = new Map<string, string>();
beforeAll(async () => {
  const entries = await completionEntries(openContext({}).context, commands, settingFlags);
  for (const shell of shells) scripts.set(shell, completionScript(shell, entries));
});

const scriptFor = (shell: string): string => scripts.get(shell) ?? `there is no script for ${shell}`;

const always = '--colour --colour-depth --help --json --password-stdin --user --version --yes';

/** The typed line, and the completions of its last word. */
const offers: readonly (readonly [string, string])[] = [
  ['', 'call completion note whoami'],
  ['wh', 'whoami'],
  ['whoami', 'whoami'],
  ['c', 'call completion'],
  ['note --', `${always} --text --times --ink`],
  ['note --text alex --p', '--password-stdin'],
  ['note --ink ', 'black blue red'],
  ['note --ink r', 'red'],
  ['completion f', 'fish'],
  ['completion --shell ', 'bash fish zsh'],
  ['whoami --pass', '--password-stdin'],
  ['whoami --colour-', '--colour-depth'],
  // It has no one-shot form.
  ['quit --', ''],
  ['call --with 金', '金老板'],
];

describe.for(shells)('%s (skipped where it is not installed)', (shell) => {
  const script = () => scriptFor(shell);

  test.skipIf(!isInstalled(shell)).for(offers)('%s', async ([line, expected]) => {
    const words = await offered({ shell, script: script(), line, folder });
    const isOfCommands = shell === 'bash' && line === '';
    expect(isOfCommands ? words.replaceAll(/--\S+ ?/g, '').trim() : words).toBe(sorted(expected));
  });

  test.skipIf(!isInstalled(shell))('does not run a hostile name', async () => {
    const words = await offered({ shell, script: script(), line: 'call --with ', folder });
    expect(words).toBe(sorted(plainNames.join(' ')));
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('bash runs the script under `set -u` without an error, and registers the completion', async () => {
  const program = `${scriptFor('bash')}\ncomplete -p ${completedProgram}`;
  expect(await runShell('bash', ['--norc', '-uc', program], folder)).toBe(
    `complete -F ${completionFunction} ${completedProgram}\n`,
  );
});

test('the program completes every command of the app, and its settings', async () => {
  using home = new Home();
  await using opened = await openTestApp(home);
  const { app } = opened;
  const { code, stdout: script } = await run(['completion', 'bash'], { home: home.path });
  expect(code).toBe(0);
  const names = oneShotCommands(app.commands).map(({ name }) => name);
  const words = await offered({ shell: 'bash', script, line: '', folder });
  expect(words).toBe(sorted([...names, '--help', '--version'].join(' ')));
  const flags = await offered({ shell: 'bash', script, line: 'whoami --', folder });
  expect(flags.split(' ')).toEqual(expect.arrayContaining(appSettingFlags.map(({ name }) => `--${name}`)));
});

test('an unknown shell is refused with the list of known ones', async () => {
  using home = new Home();
  const [text, json] = await Promise.all([
    run(['completion', 'tcsh'], { home: home.path }),
    run(['completion', '--shell', 'fish', '--json'], { home: home.path }),
  ]);
  expect(text).toMatchObject({ code: 2, stdout: '' });
  expect(text.stderr).toContain('--shell can only be bash, zsh, fish. Choose one.');
  expect(jsonOf(json)).toMatchObject({
    code: 0,
    json: { script: expect.stringContaining(`complete -c ${completedProgram} -f\n`) },
  });
});
