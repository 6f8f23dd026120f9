import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { sampleLauncher } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { run } from '#test/kit/run.ts';

const quiet = { code: 0, signal: null, stderr: '' };

describe('the lines of a pipe are the answers', () => {
  test.concurrent.each([
    ['as typed', 'egon\n123\nwhoami\n'],
    ['without a line end at the end', 'egon\n123\nwhoami'],
    ['with the line ends of Windows', 'egon\r\n123\r\nwhoami\r\n'],
    ['with a byte order mark', '\ufeffegon\n123\nwhoami\n'],
    ['with spaces around', '  egon \n123\n whoami \n'],
    ['the second password is right', 'egon\nwrong\negon\n123\nwhoami\n'],
    ['the second name is right', 'nobody\nwrong\negon\n123\nwhoami\n'],
  ])('%s', async (_, input) => {
    using home = new Home();
    const ended = await run([], { home: home.path, input });
    expect(ended).toMatchObject(quiet);
    expect(ended.stdout).toMatch(/\negon, session: [^\n]*\n[\s\S]*\d+\. Quit\n$/);
  });
});

describe('the input may end at any question', () => {
  const lines = [
    'egon',
    '123',
    'note',
    'alex',
    '12',
    'y',
    'password',
    '123',
    'a new password',
    'a new password',
    'pick',
    '5',
    '1',
    'find',
    '自行车',
    'list',
  ];
  test.concurrent.each(lines.map((_, count) => count))('after %d lines', async (count) => {
    using home = new Home();
    const input = lines
      .slice(0, count)
      .map((line) => `${line}\n`)
      .join('');
    expect(await run([], { home: home.path, launcher: sampleLauncher, input })).toMatchObject(quiet);
  });
});

test.concurrent('one script may note, pick, find, change the password and sign in again', async () => {
  using home = new Home();
  const script = [
    ...['egon', '123', 'pick', '自行车 🚲', '5', 'find', '自行车', 'list'],
    ...['note', 'tea', '15', 'y', 'note', 'coffee', '1', 'n', 'note', '', '2', 'y'],
    ...['password', '123', 'a new password', 'a new password', 'sign-out'],
    ...['egon', 'a new password', 'whoami', 'sign-out'],
    ...['yuanhao', 'ysb123', 'whoami', 'quit'],
  ];
  const ended = await run([], { home: home.path, launcher: sampleLauncher, input: script.join('\n') });
  expect(ended).toMatchObject(quiet);
  const said = /^(?:Picked|Found|Noted|Cancelled|The password|Signed out|egon, |yuanhao, ).*$/gm;
  expect(ended.stdout.match(said)?.map((line) => line.replace(/session: .*/, 'session: …'))).toEqual([
    'Picked 自行车 🚲, 5 times.',
    'Found 自行车 🚲.',
    'Noted tea, 15 times.',
    'Cancelled.',
    'Noted , 2 times.',
    'The password is changed.',
    'Signed out.',
    'egon, session: …',
    'Signed out.',
    'yuanhao, session: …',
  ]);
});

test.concurrent('ten thousand lines of garbage end like any other input', async () => {
  using home = new Home();
  const garbage = Array.from(
    { length: 10_000 },
    (_, n) => ['%', '\x1b[2J', '99', '', '-1', 'x'.repeat(5_000)][n % 6],
  );
  const input = ['egon', '123', ...garbage, 'whoami', ''].join('\n');
  const ended = await run([], { home: home.path, input });
  expect(ended).toMatchObject(quiet);
  expect(ended.stdout).toContain('\negon, session: ');
  expect(ended.stdout).not.toContain('\x1b');
});

test.concurrent('bytes that are no UTF-8 end like any other input', async () => {
  using home = new Home();
  const bytes = Buffer.from(Array.from({ length: 4_096 }, (_, n) => (n * 7) % 256)).toString('latin1');
  expect(await run([], { home: home.path, input: `${bytes}\n${bytes}\n` })).toMatchObject(quiet);
});

test.concurrent('a script whose reader closes the pipe ends quietly, with the code of SIGPIPE', async () => {
  using home = new Home();
  const { PATH, HOME } = process.env;
  const line = `yes egon | "${process.execPath}" bin/start.js | head -1; echo "codes \${PIPESTATUS[1]} \${PIPESTATUS[2]}"`;
  const shell = spawn('bash', ['--norc', '-c', line], {
    env: { PATH, HOME, LANG: 'C.UTF-8', [variable('HOME')]: home.path },
  });
  let [stdout, stderr] = ['', ''];
  shell.stdout.on('data', (text) => {
    stdout += text;
  });
  shell.stderr.on('data', (text) => {
    stderr += text;
  });
  await new Promise((resolve) => shell.on('close', resolve));
  expect([stdout, stderr]).toEqual(['Name\ncodes 141 0\n', '']);
});
