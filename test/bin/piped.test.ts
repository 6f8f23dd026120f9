import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { run } from '#test/kit/run.ts';

const quiet = { code: 0, signal: null, stderr: '' };

describe('the lines of a pipe are the answers', () => {
  test.concurrent.each([
    ['as typed', 'egon\n123\n2\n'],
    ['without a line end at the end', 'egon\n123\n2'],
    ['with the line ends of Windows', 'egon\r\n123\r\n2\r\n'],
    ['with a byte order mark', '\ufeffegon\n123\n2\n'],
    ['with spaces around', '  egon \n123\n 2 \n'],
    ['the second password is right', 'egon\nwrong\negon\n123\n2\n'],
    ['the second name is right', 'nobody\nwrong\negon\n123\n2\n'],
  ])('%s', async (_, input) => {
    using home = new Home();
    const ended = await run([], { home: home.path, input });
    expect(ended).toMatchObject(quiet);
    expect(ended.stdout).toMatch(/\nBalance of egon: ¥10,000,000\.00\n[\s\S]*\d+\. Quit\n$/);
  });
});

describe('the input may end at any question', () => {
  const lines = [
    'egon',
    '123',
    '3',
    'alex',
    '12.50',
    'y',
    'password',
    '123',
    'a new password',
    'a new password',
    '1',
    '5',
    '1',
    'tea',
    '2',
    '5',
  ];
  test.concurrent.each(lines.map((_, count) => count))('after %d lines', async (count) => {
    using home = new Home();
    const input = lines
      .slice(0, count)
      .map((line) => `${line}\n`)
      .join('');
    expect(await run([], { home: home.path, input })).toMatchObject(quiet);
  });
});

test.concurrent('a whole day: shop, look, send, change the password, come back', async () => {
  using home = new Home();
  const script = [
    ...['egon', '123', '1', '1', 'tea', '2', '5', 'y', '6'],
    ...['3', 'yuanhao', '1.5', 'y', '6', '100', '7', '100', 'y'],
    ...['password', '123', 'a new password', 'a new password', 'sign-out'],
    ...['egon', 'a new password', '4', '', '2', '5', '2', 'sign-out'],
    ...['yuanhao', 'ysb123', '2', 'quit'],
  ];
  const ended = await run([], { home: home.path, input: script.join('\n') });
  expect(ended).toMatchObject(quiet);
  expect(ended.stdout).toContain('Balance of egon: ¥9,999,817.50\n');
  expect(ended.stdout).toContain('Balance of yuanhao: ¥11.50\n');
  expect(
    ended.stdout.match(/^\d{4}-\d\d-\d\d.*,(opening|purchase|transfer|deposit|withdrawal),/gm),
  ).toHaveLength(5);
});

test.concurrent('ten thousand lines of garbage end like any other input', async () => {
  using home = new Home();
  const garbage = Array.from(
    { length: 10_000 },
    (_, n) => ['%', '\x1b[2J', '99', '', '-1', 'x'.repeat(5_000)][n % 6],
  );
  const input = ['egon', '123', ...garbage, '2', ''].join('\n');
  const ended = await run([], { home: home.path, input });
  expect(ended).toMatchObject(quiet);
  expect(ended.stdout).toContain('Balance of egon: ¥10,000,000.00\n');
  expect(ended.stdout).not.toContain('\x1b');
});

test.concurrent('bytes that are no text end like any other input', async () => {
  using home = new Home();
  const bytes = Buffer.from(Array.from({ length: 4_096 }, (_, n) => (n * 7) % 256)).toString('latin1');
  expect(await run([], { home: home.path, input: `${bytes}\n${bytes}\n` })).toMatchObject(quiet);
});

test.concurrent('a reader who has seen enough is no error', async () => {
  using home = new Home();
  const { PATH, HOME } = process.env;
  const line = `yes egon | "${process.execPath}" bin/start.js | head -1; echo "codes \${PIPESTATUS[1]} \${PIPESTATUS[2]}"`;
  const shell = spawn('bash', ['-c', line], { env: { PATH, HOME, LANG: 'C.UTF-8', APP_HOME: home.path } });
  let [stdout, stderr] = ['', ''];
  shell.stdout.on('data', (text) => {
    stdout += text;
  });
  shell.stderr.on('data', (text) => {
    stderr += text;
  });
  await new Promise((resolve) => shell.on('close', resolve));
  expect([stdout, stderr]).toEqual(['Name\ncodes 129 0\n', '']);
});
