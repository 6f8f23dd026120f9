import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { aroundAll, describe, expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { exec, execClientErrors } from '#core/exec/verb.ts';
import type { Client } from '#core/net/client/verb.ts';
import { parseAddress } from '#lib/net/address.ts';
import { connect } from '#lib/net/connect.ts';
import { readSecretKey } from '#lib/net/secret-key.ts';
import { expectSentence } from '#test/kit/both-languages.ts';
import { Home } from '#test/kit/home.ts';
import { forThisFile } from '#test/kit/lifetime.ts';
import { ServerProcess } from '#test/kit/net/programs.ts';
import { root } from '#test/kit/root.ts';
import { openScreen } from '#test/kit/screen.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { isRunning } from '#test/lib/exec/run.ts';

const bin = join(root, 'bin');
const home = forThisFile(new Home());
const { PATH } = process.env;
const ownEnv = {
  LANG: 'C.UTF-8',
  [variable('HOME')]: home.path,
  [variable('SECRET_KEY')]: 'a key for tests '.repeat(3),
};
const env = { PATH, ...ownEnv };
const settings = `
[exec]
allow =
    sh = /bin/sh -c
    words = /usr/bin/printf %s.
    node = ${process.execPath} -e
time_limit = 60
output_limit = 200
`;

let address = '';

aroundAll(async (runTests) => {
  home.write('settings.ini', settings);
  await using server = await ServerProcess.start(['--port', '0'], { home: home.path, env: ownEnv });
  address = server.at('exec');
  await runTests();
});

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const client = (): string => [process.execPath, join(bin, 'connect.js'), address].map(quoted).join(' ');

const start = (...args: string[]): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [join(bin, 'connect.js'), address, ...args], { env, timeout: patienceMs });

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function ending(child: ChildProcessWithoutNullStreams): Promise<Ran> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}

const run = (...args: string[]): Promise<Ran> => ending(start('exec', ...args));

/** One line for the shell of this machine, such as a pipe that our client is a part of. */
const shell = (line: string): Promise<Ran> =>
  ending(spawn('/bin/sh', ['-c', line], { env, timeout: patienceMs }));

/** The output of a child once it has a line. */
async function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  return text.trim();
}

describe.concurrent('connect.js exec', () => {
  test('lists the allowed commands', async ({ expect }) => {
    expect(await run()).toEqual({ code: 0, stdout: 'sh\nwords\nnode\n', stderr: '' });
    const { stdout } = await run('--json');
    expect(JSON.parse(stdout)).toEqual({ commands: ['sh', 'words', 'node'] });
  });

  test('gives both outputs and the exit code of the program', async ({ expect }) => {
    expect(await run('sh', 'echo out; echo err >&2; exit 77')).toEqual({
      code: 77,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  test('gives a signal as shells do', async ({ expect }) => {
    expect((await run('sh', 'kill -KILL $$')).code).toBe(137);
  });

  test('reads its flags before the name, and passes those after it on', async ({ expect }) => {
    const { stdout, code } = await run('--json', 'words', '--json', '--help', '-h', '--user', '--', 'x');
    expect(JSON.parse(stdout)).toEqual({
      exit: 0,
      signal: null,
      stdout: '--json.--help.-h.--user.--.x.',
      stderr: '',
    });
    expect(code).toBe(0);
  });

  test.for(['a b', '"', "'", '$(touch x)', ';id', '|id', '*', '\\', 'a\nb', '中文'])(
    'passes the argument %j on as it is',
    async (argument, { expect }) => {
      expect(await run('words', argument)).toEqual({ code: 0, stdout: `${argument}.`, stderr: '' });
    },
  );

  test('refuses an unknown command with a similar name', async ({ expect }) => {
    const { code, stdout, stderr } = await run('wrds', 'x');
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toBe(
      'The server has no command wrds; did you mean words? Choose one of: sh, words, node.\n',
    );
  });

  test('sends no more arguments than a header holds', async ({ expect }) => {
    const { code, stderr } = await run('words', 'x'.repeat(9_000));
    expect(code).toBe(2);
    expect(stderr).toContain('8192');
  });

  test('transfers 100 MiB byte for byte', async ({ expect }) => {
    const script = `
      const { createHash, randomBytes } = require('node:crypto');
      const hash = createHash('sha256');
      let left = 1600;
      const next = () => {
        if (left-- === 0) return process.stderr.write(hash.digest('hex'));
        const chunk = randomBytes(65536);
        hash.update(chunk);
        process.stdout.write(chunk, next);
      };
      next();`;
    const child = start('exec', 'node', script);
    const hash = createHash('sha256');
    let bytes = 0;
    let sent = '';
    child.stderr.on('data', (chunk) => {
      sent += chunk;
    });
    for await (const chunk of child.stdout) {
      hash.update(chunk);
      bytes += chunk.length;
    }
    expect([bytes, hash.digest('hex')]).toEqual([100 * 1024 ** 2, sent]);
  });

  test('ends quietly with its program when its reader has gone', async ({ expect }) => {
    const { stdout, stderr } = await shell(
      `{ ${client()} exec sh 'echo $$; exec yes'; echo "code $?" >&2; } | head -1`,
    );
    expect(stderr).toBe('code 141\n');
    expect(stdout).toMatch(/^\d+\n$/);
    await expect.poll(() => isRunning(Number(stdout))).toBe(false);
  });

  test('makes the program wait for a slow reader', async ({ expect }) => {
    const mark = join(home.path, 'all-written');
    const child = start('exec', 'sh', `head -c 100M /dev/zero; echo > ${mark}`);
    await once(child.stdout, 'readable');
    // Nothing is read any more. A program that does not wait would be done by now.
    for (let round = 0; round < 8; round++) await run('words', 'x');
    expect(existsSync(mark)).toBe(false);
    let bytes = 0;
    for await (const chunk of child.stdout) bytes += chunk.length;
    expect(bytes).toBe(100 * 1024 ** 2);
    expect(existsSync(mark)).toBe(true);
  });

  test.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGKILL', null],
  ] as const)('stops the program when %s ends it', async ([signal, code], { expect }) => {
    const child = start('exec', 'sh', 'echo $$; exec sleep 60');
    const pid = Number(await firstLine(child));
    expect(isRunning(pid)).toBe(true);
    const ended = ending(child);
    child.kill(signal);
    expect((await ended).code).toBe(code);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test('reports an error as one JSON object', async ({ expect }) => {
    const { code, stdout, stderr } = await run('--json', 'nothing-like-it');
    expect([code, stderr]).toEqual([4, '']);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'not_allowed' } });
  });
});

test('control sequences of a program do not reach the terminal', async () => {
  const pieces = ['one \x1b[', '2J\x1b]0;title\x07 two\r', '\nthree\x9b5A\u202e four\rfive'];
  const script = `
    const pieces = ${JSON.stringify(pieces)};
    const next = () => pieces.length && process.stdout.write(pieces.shift(), () => setTimeout(next, 30));
    next();`;
  await using screen = openScreen({
    command: 'echo above; "$@"; echo " code $?"',
    args: [process.execPath, join(bin, 'connect.js'), address, 'exec', 'node', script],
    env: ownEnv,
  });
  expect(await screen.waitFor(/code \d+$/)).toBe(
    ['above', 'one \ufffd[2J\ufffd]0;title\ufffd two', 'three\ufffd5A\ufffd four\ufffdfive code 0'].join(
      '\n',
    ),
  );
});

test('a connection can be used again after a command', async () => {
  const place = parseAddress(address);
  const found = readSecretKey({ env, variable: variable('SECRET_KEY'), path: '' });
  if (place === undefined || found.status !== 'ok') throw new Error('no address or no key');
  const connection = await connect({ address: place, key: found.key, timeoutMs: patienceMs });
  const stdout = new PassThrough();
  const client = {
    words: ['words', 'x'],
    exiting: new AbortController().signal,
    wantsJson: false,
    stdout,
    stderr: new PassThrough(),
    connect: async () => connection,
  } satisfies Partial<Client>;
  for (let round = 0; round < 3; round++) expect(await exec.run(client as never)).toBe(0);
  await connection.close();
  stdout.end();
  expect(await text(stdout)).toBe('x.x.x.');
});

test('its sentences', () => {
  expectSentence(execClientErrors.arguments_too_long({ bytes: 9_000 }).text);
  expectSentence(execClientErrors.too_much_for_json({ bytes: 9_000 }).text);
});
