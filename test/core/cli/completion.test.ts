import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { jsonOf, run } from '#test/kit/run.ts';

const execute = promisify(execFile);
const isInstalled = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;

const plainNames = ['金老板', '哪吒', 'yuan', 'Zoë', 'x-1.b'] as const;
/** Names that a shell would obey, break at, or take for a flag or for the files of a folder. */
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
const book = [...plainNames, ...hostileNames].map((name) => `${name} = 127.0.0.1:8081`);

const home = new Home();
/** Where the shells run: what a name makes them do would leave a file here. */
const folder = mkdtempSync(join(tmpdir(), 'completion-'));
const scripts = new Map<string, string>();
beforeAll(async () => {
  const env = { APP_CHAT_BOOK: book.join('\n') };
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout } = await run(['completion', shell], { home: home.path, env });
    if (code === 0) scripts.set(shell, stdout);
  }
});
afterAll(() => {
  home[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

const scriptFor = (shell: string): string => scripts.get(shell) ?? `there is no script for ${shell}`;

const allCommands =
  'audit balance buy chat completion deposit orders password protect register reset statement transfer withdraw';
const always =
  '--bank-withdraw-fee --chat-book --chat-enabled --chat-host --chat-port --database-busy-timeout --help --json --language --log-file-level --log-screen-level --password-stdin --session-idle-timeout --user --version --yes';

/** What is typed, and what is offered for its last word, in order of the alphabet. */
const offers: readonly (readonly [string, string])[] = [
  ['console-app ', allCommands],
  ['console-app tr', 'transfer'],
  ['console-app transfer', 'transfer'],
  ['console-app re', 'register reset'],
  ['console-app transfer --', `${always} --to --amount --id`],
  ['console-app transfer --to alex --am', '--amount'],
  ['console-app statement --format ', 'csv json table'],
  ['console-app statement --format c', 'csv'],
  ['console-app completion f', 'fish'],
  ['console-app completion --shell ', 'bash fish zsh'],
  ['console-app register --pass', '--password-stdin'],
  ['console-app quit --', ''],
  ['console-app chat --with 金', '金老板'],
];
const sorted = (words: string): string =>
  words
    .split(/\s+/)
    .filter((word) => word !== '')
    .sort()
    .join(' ');

/** The line as a shell's own completion takes it. @returns what is offered, a word per line. */
const askShell: Readonly<Record<'bash' | 'zsh' | 'fish', (line: string) => Promise<string>>> = {
  bash: (line) => {
    const program = `${scriptFor('bash')}
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _console_app; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return shell('bash', ['--norc', '-uc', program, 'bash', ...line.split(' ')]);
  },
  zsh: async (line) => {
    // The functions that only exist inside the line editor, reduced to printing what they are given.
    const program = `compdef() { }; _describe() { print -l -- \${(P)2%%:*} }; compadd() { shift; print -l -- "$@" }
      ${scriptFor('zsh')}
      words=("$@"); CURRENT=$#; _console_app`;
    const words = line.split(' ');
    const stdout = await shell('zsh', ['-f', '-ec', program, 'zsh', ...words]);
    // The line editor keeps what begins like the word.
    const offered = stdout.split('\n').filter((word) => word.startsWith(words.at(-1) ?? ''));
    return offered.join('\n');
  },
  fish: async (line) => {
    const program = `${scriptFor('fish')}\ncomplete -C ${`'${line}'`}`;
    return (await shell('fish', ['--no-config', '-c', program])).replaceAll(/\t.*/g, '');
  },
};

async function shell(name: string, args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await execute(name, args, { cwd: folder });
  expect(stderr).toBe('');
  return stdout;
}

describe.for(['bash', 'zsh', 'fish'] as const)('%s (skipped where it is not installed)', (name) => {
  test.skipIf(!isInstalled(name)).for(offers)('%s', async ([line, expected]) => {
    const offered = sorted(await askShell[name](line));
    const isOfCommands = name === 'bash' && line === 'console-app ';
    expect(isOfCommands ? offered.replaceAll(/--\S+ ?/g, '').trim() : offered).toBe(sorted(expected));
  });

  test.skipIf(!isInstalled(name))('runs nothing of a hostile name', async () => {
    expect(sorted(await askShell[name]('console-app chat --with '))).toBe(sorted(plainNames.join(' ')));
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('bash takes the script as it reads it, and the completion is registered', async () => {
  const program = `${scriptFor('bash')}\ncomplete -p console-app`;
  expect(await shell('bash', ['--norc', '-uc', program])).toBe('complete -F _console_app console-app\n');
});

test('a shell that is not known is refused, with those that are', async () => {
  const [text, json] = await Promise.all([
    run(['completion', 'tcsh'], { home: home.path }),
    run(['completion', '--shell', 'fish', '--json'], { home: home.path }),
  ]);
  expect(text).toMatchObject({ code: 2, stdout: '' });
  expect(text.stderr).toContain('--shell can only be bash, zsh, fish. Choose one.');
  expect(jsonOf(json)).toMatchObject({
    code: 0,
    json: { script: expect.stringContaining('complete -c console-app -f\n') },
  });
});
