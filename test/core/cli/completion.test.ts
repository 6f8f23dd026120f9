import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Home } from '#test/home.ts';
import { jsonOf, run } from '#test/run.ts';

const execute = promisify(execFile);
const isInstalled = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;

const home = new Home();
const scripts = new Map<string, string>();
beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout } = await run(['completion', shell], { home: home.path });
    if (code === 0) scripts.set(shell, stdout);
  }
});
afterAll(() => home[Symbol.dispose]());

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
];
const sorted = (words: string): string =>
  words
    .split(/\s+/)
    .filter((word) => word !== '')
    .sort()
    .join(' ');

describe('bash', () => {
  test.each(offers)('%s', async (line, expected) => {
    const words = line.split(' ');
    const program = `${scriptFor('bash')}
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _console_app; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = await execute('bash', ['--norc', '-uc', program, 'bash', ...words]);
    expect(stderr).toBe('');
    const offered = sorted(stdout)
      .split(' ')
      .filter((word) => line !== 'console-app ' || !word.startsWith('--'));
    expect(offered.join(' ')).toBe(sorted(expected));
  });

  test('takes the script as bash reads it, and is registered', async () => {
    const { stdout } = await execute('bash', [
      '--norc',
      '-uc',
      `${scriptFor('bash')}\ncomplete -p console-app`,
    ]);
    expect(stdout).toBe('complete -F _console_app console-app\n');
  });
});

describe.skipIf(!isInstalled('zsh'))('zsh (skipped where it is not installed)', () => {
  test.each(offers)('%s', async (line, expected) => {
    const words = line.split(' ');
    // The functions that only exist inside the line editor, reduced to printing what they are given.
    const program = `compdef() { }; _describe() { print -l -- \${(P)2%%:*} }; compadd() { shift; print -l -- "$@" }
      ${scriptFor('zsh')}
      words=("$@"); CURRENT=$#; _console_app`;
    const { stdout, stderr } = await execute('zsh', ['-f', '-ec', program, 'zsh', ...words]);
    expect(stderr).toBe('');
    // The line editor keeps what begins like the word.
    const last = words.at(-1) ?? '';
    const offered = stdout.split('\n').filter((word) => word.startsWith(last));
    expect(sorted(offered.join(' '))).toBe(sorted(expected));
  });
});

describe.skipIf(!isInstalled('fish'))('fish (skipped where it is not installed)', () => {
  test.each(offers)('%s', async (line, expected) => {
    const program = `${scriptFor('fish')}\ncomplete -C ${`'${line}'`}`;
    const { stdout, stderr } = await execute('fish', ['--no-config', '-c', program]);
    expect(stderr).toBe('');
    expect(sorted(stdout.replaceAll(/\t.*/g, ''))).toBe(sorted(expected));
  });
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
