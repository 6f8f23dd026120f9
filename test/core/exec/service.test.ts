import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ExecServiceOptions, execService } from '#core/exec/service.ts';
import { AccessLog } from '#core/net/server/access-log.ts';
import { Counters } from '#core/net/server/counters.ts';
import { openServer } from '#core/net/server/open-server.ts';
import { NamedLogger } from '#lib/logger/named-logger.ts';
import { readBody } from '#lib/net/body.ts';
import { connect, connectPlain } from '#lib/net/connect.ts';
import type { Header } from '#lib/net/connection.ts';
import { ConnectionLimiter } from '#lib/net/connection-limiter.ts';
import { FrameConnection } from '#lib/net/frame-connection.ts';
import { helloOf, nonceBytes } from '#lib/net/hello.ts';
import { expectSentence } from '#test/kit/both-languages.ts';
import { forEachTest, forThisFile } from '#test/kit/lifetime.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { isRunning, standstill } from '#test/lib/exec/run.ts';

const { path: folder } = forThisFile(new TemporaryFolder());

const lifetime = forEachTest();

const allow = new Map([
  ['sh', ['/bin/sh', '-c']],
  ['list', ['/bin/ls', '-d', '--']],
  ['words', ['/usr/bin/printf', '%s.']],
  ['gone', ['/no/such/program']],
]);

/** A server with commands, and its log. */
async function serve(options: Partial<ExecServiceOptions> = {}) {
  const lines: string[] = [];
  const logger = new NamedLogger(
    { isEnabled: () => true, write: (...[, , , line]) => void lines.push(line) },
    'test',
  );
  const roomy = { timeLimitMs: patienceMs, outputBytesMax: 1024 ** 3, env: process.env };
  const server = await openServer({
    host: '127.0.0.1',
    port: 0,
    key: undefined,
    limiter: new ConnectionLimiter({
      connections: 50,
      connectionsPerAddress: 50,
      unproven: 50,
      wrongProofs: 10,
    }),
    accessLog: new AccessLog({ logger, counters: new Counters(), uptimeMs: () => performance.now() }),
    proofTimeoutMs: patienceMs,
    idleTimeoutMs: 600_000,
    logger,
    uptimeMs: () => performance.now(),
    services: [execService({ allow, logger, uptimeMs: () => performance.now(), ...roomy, ...options })],
  });
  lifetime.defer(() => server.stop(0));
  const [place] = server.addresses;
  if (place === undefined) throw new Error('the server has no address');
  const open = async (): Promise<FrameConnection> => {
    const connection = await connect({ address: place.address, key: undefined, timeoutMs: patienceMs });
    lifetime.defer(async () => connection.lose('done'));
    return connection;
  };
  return { address: place.address, open, logged: () => lines.filter((line) => line.includes('(exec)')) };
}

interface Conversation {
  readonly end: Header;
  readonly stdout: string;
  readonly stderr: string;
  readonly streams: readonly string[];
}

const exec = (name: unknown, ...args: unknown[]): Header => ({ cmd: 'exec', name, args });
const script = (text: string, ...args: string[]): Header => exec('sh', text, 'sh', ...args);

/** The whole answer to one command. @param onChunk called with the output so far. */
async function conversation(
  connection: FrameConnection,
  onChunk?: (text: string) => unknown,
): Promise<Conversation> {
  const texts: Record<string, string> = { stdout: '', stderr: '' };
  const streams: string[] = [];
  for (;;) {
    const answer = await connection.receive();
    if (answer === undefined) throw new Error('the server has hung up');
    const { stream } = answer.header;
    if (typeof stream !== 'string')
      return { end: answer.header, stdout: texts['stdout'] ?? '', stderr: texts['stderr'] ?? '', streams };
    texts[stream] += (await readBody(answer, 1024 ** 2)).toString('latin1');
    streams.push(stream);
    await onChunk?.(texts[stream] ?? '');
  }
}

async function ask(connection: FrameConnection, header: Header): Promise<Conversation> {
  await connection.send(header);
  return conversation(connection);
}

describe('answers', () => {
  test('the names of the allowed commands, a line each', async () => {
    const connection = await (await serve()).open();
    await connection.send({ cmd: 'exec' });
    const answer = await connection.receive();
    if (answer === undefined) throw new Error('no answer');
    expect(answer.header).toMatchObject({ status: 'ok' });
    expect(`${await readBody(answer, 1000)}`).toBe('sh\nlist\nwords\ngone');
  });

  test('both outputs and the exit code', async () => {
    const connection = await (await serve()).open();
    const { end, stdout, stderr } = await ask(connection, script('echo out; echo err >&2; exit 3'));
    expect([end, stdout, stderr]).toEqual([{ status: 'ok', exit: 3 }, 'out\n', 'err\n']);
  });

  test('the signal that ended the program', async () => {
    const connection = await (await serve()).open();
    expect((await ask(connection, script('kill -SEGV $$'))).end).toEqual({ status: 'ok', signal: 'SIGSEGV' });
  });

  test('all of them in order, when requests are pipelined', async () => {
    const connection = await (await serve()).open();
    const numbers = Array.from({ length: 20 }, (_, number) => `${number}`);
    for (const number of numbers) void connection.send(exec('words', number));
    for (const number of numbers) expect((await conversation(connection)).stdout).toBe(`${number}.`);
  });

  test('an output at once, not at the end', async () => {
    const connection = await (await serve()).open();
    const file = join(folder, 'go-on');
    await connection.send({ ...script(`echo one; while ! [ -e ${file} ]; do sleep 0.01; done; echo two`) });
    const { stdout } = await conversation(connection, async (text) => {
      if (text === 'one\n') await ask(await (await serve()).open(), script(`echo > ${file}`));
    });
    expect(stdout).toBe('one\ntwo\n');
  });
});

describe('arguments', () => {
  test.for([
    'a b',
    '"',
    "'",
    '$(touch x)',
    '`id`',
    ';id',
    '|id',
    '&id',
    '>x',
    '*',
    '~',
    '\\',
    'a\nb',
    '',
    '-n',
    '中',
  ])('reach the program as they are: %j', async (argument) => {
    const connection = await (await serve()).open();
    const { stdout } = await ask(connection, exec('words', argument, argument));
    expect(Buffer.from(stdout, 'latin1').toString()).toBe(`${argument}.${argument}.`);
  });

  test('come after those of the list', async () => {
    const connection = await (await serve()).open();
    const { end, stdout, stderr } = await ask(connection, exec('list', '/', '-l'));
    expect([end, stdout]).toEqual([{ status: 'ok', exit: 2 }, '/\n']);
    expect(stderr).toContain('-l');
  });

  test.for([
    ['a name that is none', exec(1)],
    ['an empty object', exec({})],
    ['a NUL in the name', exec('sh\0')],
    ['a NUL in an argument', exec('words', 'a\0b')],
    ['an argument that is no text', exec('words', 1)],
    ['arguments that are no list', { cmd: 'exec', name: 'words', args: 'x' }],
    ['arguments that look like a list', { cmd: 'exec', name: 'words', args: { length: 1, 0: 'x' } }],
  ] as const)('are refused: %s', async ([, header]) => {
    const { open, logged } = await serve();
    const connection = await open();
    const { end } = await ask(connection, header);
    expect(end).toMatchObject({ status: 'error', code: 'bad_request', exitCode: 2 });
    expect(logged()).toEqual([]);
    expect((await ask(connection, exec('words', 'on'))).stdout).toBe('on.');
  });
});

describe('refusals', () => {
  test.for([
    ['lisst', 'did you mean list?'],
    ['/bin/ls', 'Choose one of'],
    ['ls; id', 'Choose one of'],
    ['__proto__', 'Choose one of'],
    ['constructor', 'Choose one of'],
  ] as const)('a command that is not on the list: %s', async ([name, hint]) => {
    const { end } = await ask(await (await serve()).open(), exec(name, '-l'));
    expect(end).toMatchObject({ status: 'error', code: 'not_allowed', exitCode: 4 });
    expect(end['en']).toContain(hint);
    expect(end['en']).toContain('sh, list, words, gone');
    if (!name.includes(';')) expectSentence(end as never);
  });

  test('every command, where the list is empty', async () => {
    const connection = await (await serve({ allow: new Map() })).open();
    for (const header of [{ cmd: 'exec' }, exec('sh')]) {
      const { end } = await ask(connection, header);
      expect(end).toMatchObject({ code: 'nothing_allowed', exitCode: 4 });
      expectSentence(end as never);
    }
  });

  test('a list that does not fit into a header is cut', async () => {
    const long = new Map(
      Array.from({ length: 500 }, (_, index) => [`${'命'.repeat(40)}${index}`, ['/bin/true']]),
    );
    const connection = await (await serve({ allow: long })).open();
    expect((await ask(connection, exec('x'))).end).toMatchObject({ code: 'not_allowed' });
  });

  test('a program that cannot be started', async () => {
    const { end } = await ask(await (await serve()).open(), exec('gone'));
    expect(end).toMatchObject({ status: 'error', code: 'cannot_start', exitCode: 4 });
    expect(end['en']).toContain('ENOENT');
    expectSentence({ zh: String(end['zh']), en: String(end['en']).replace('; if', ', if') });
  });

  test('a program that takes too long', async () => {
    const connection = await (await serve({ timeLimitMs: 300 })).open();
    const { end, stdout } = await ask(connection, script('echo before; sleep 60'));
    expect(end).toMatchObject({ status: 'error', code: 'time_limit', exitCode: 4 });
    expect(stdout).toBe('before\n');
    expectSentence(end as never);
  });

  test('a program that writes too much, after the allowed output', async () => {
    const connection = await (await serve({ outputBytesMax: 100_000 })).open();
    const { end, stdout } = await ask(connection, script('yes'));
    expect(end).toMatchObject({ status: 'error', code: 'output_limit', exitCode: 4 });
    expect(stdout.length).toBe(100_000);
    expectSentence(end as never);
  });

  test('more programs at once than the limit, until one has ended', async () => {
    const { open } = await serve({ programsMax: 2 });
    const file = join(folder, 'enough');
    const wait = { ...script(`echo on; while ! [ -e ${file} ]; do sleep 0.01; done`), cancellable: true };
    const waiting = [await open(), await open()];
    const started = waiting.map((connection) => onceStarted(connection, wait));
    const ends = await Promise.all(started);
    const third = await open();
    const { end } = await ask(third, exec('words', 'x'));
    expect(end).toMatchObject({ status: 'error', code: 'busy', exitCode: 4 });
    expectSentence(end as never);
    await ask(await (await serve()).open(), script(`echo > ${file}`));
    await Promise.all(ends.map(({ ended }) => ended));
    expect((await ask(third, exec('words', 'x'))).stdout).toBe('x.');
  });

  test('more uncancellable programs than half of the limit, until one has ended', async () => {
    const { address, open } = await serve({ programsMax: 4 });
    // Unread output hides that the client has gone.
    const unread = Buffer.alloc(512 * 1024);
    const gone = await Promise.all(
      [1, 2].map(async () => {
        const socket = (await connectPlain({ address, key: undefined, timeoutMs: patienceMs })) as Socket;
        const connection = new FrameConnection({ id: 'plain', stream: socket, peer: address });
        void connection.send(helloOf(randomBytes(nonceBytes)));
        await connection.receive();
        const { text, ended } = await onceStarted(connection, script('echo $$; exec sleep 60'));
        ended.catch(() => {});
        void connection.send({ cmd: 'exec', name: 'words' }, unread);
        void connection.close();
        return Number(text);
      }),
    );
    const other = await open();
    expect((await ask(other, exec('words', 'x'))).end).toMatchObject({ code: 'busy' });
    expect(gone.map(isRunning)).toEqual([true, true]);
    expect((await ask(other, { ...exec('words', 'x'), cancellable: true })).stdout).toBe('x.');
    await other.send({ cmd: 'cancel' });
    const [first = 0] = gone;
    process.kill(first);
    await expect.poll(async () => (await ask(other, exec('words', 'x'))).stdout).toBe('x.');
  });
});

/** Waits for the first output of a command. @returns the rest of its conversation, still to come. */
async function onceStarted(
  connection: FrameConnection,
  header: Header,
): Promise<{ text: string; ended: Promise<Conversation> }> {
  await connection.send(header);
  const first = await connection.receive();
  if (first === undefined) throw new Error('the server has hung up');
  const text = (await readBody(first, 1000)).toString();
  return { text, ended: conversation(connection) };
}

describe('a program stops', () => {
  const forever = { ...script('sleep 60 & echo $!; wait'), cancellable: true };

  test('when it is cancelled, with its descendants', async () => {
    const { open, logged } = await serve();
    const connection = await open();
    const { text, ended } = await onceStarted(connection, forever);
    await connection.send({ cmd: 'cancel' });
    expect((await ended).end).toEqual({ status: 'ok', cancelled: true });
    expect(isRunning(Number(text))).toBe(false);
    expect(logged()).toEqual([expect.stringContaining(' cancelled ')]);
    expect((await ask(connection, exec('words', 'on'))).stdout).toBe('on.');
  });

  test.for([
    ['ends well', true, (connection: FrameConnection): void => void connection.close()],
    ['is cut off', true, (connection: FrameConnection): void => connection.lose('test')],
    ['ends well', false, (connection: FrameConnection): void => void connection.close()],
    ['is cut off', false, (connection: FrameConnection): void => connection.lose('test')],
  ] as const)('when the connection %s, cancellable: %s', async ([, cancellable, leave]) => {
    const connection = await (await serve()).open();
    const { text, ended } = await onceStarted(connection, { ...forever, cancellable });
    ended.catch(() => {});
    expect(isRunning(Number(text))).toBe(true);
    leave(connection);
    await expect.poll(() => isRunning(Number(text))).toBe(false);
  });

  test('when the connection is reset, also when both sides are silent', async () => {
    const { address, open } = await serve();
    const socket = (await connectPlain({ address, key: undefined, timeoutMs: patienceMs })) as Socket;
    const connection = new FrameConnection({ id: 'plain', stream: socket, peer: address });
    void connection.send(helloOf(randomBytes(nonceBytes)));
    await connection.receive();
    const { text, ended } = await onceStarted(connection, script('echo $$; exec sleep 60'));
    ended.catch(() => {});
    expect((await ask(await open(), exec('words', 'x'))).stdout).toBe('x.');
    expect(isRunning(Number(text))).toBe(true);
    socket.resetAndDestroy();
    await expect.poll(() => isRunning(Number(text))).toBe(false);
  });

  test('when it writes to a client that has vanished', async () => {
    const connection = await (await serve()).open();
    const { text, ended } = await onceStarted(
      connection,
      script('echo $$; while :; do echo; sleep 0.01; done'),
    );
    ended.catch(() => {});
    connection.lose('test');
    await expect.poll(() => isRunning(Number(text))).toBe(false);
  });
});

describe('a cancellable command', () => {
  test('that has ended is closed by a cancel without an answer', async () => {
    const connection = await (await serve()).open();
    for (const word of ['one', 'two', 'three']) {
      const { stdout } = await ask(connection, { ...exec('words', word), cancellable: true });
      expect(stdout).toBe(`${word}.`);
      await connection.send({ cmd: 'cancel' });
    }
  });

  test('that was refused accepts a cancel, too', async () => {
    const connection = await (await serve()).open();
    await ask(connection, { ...exec('nothing'), cancellable: true });
    await connection.send({ cmd: 'cancel' });
    expect((await ask(connection, exec('words', 'on'))).stdout).toBe('on.');
  });

  test('is stopped by any other request', async () => {
    const connection = await (await serve()).open();
    await connection.send({ ...script('sleep 60'), cancellable: true });
    await connection.send(exec('words', 'x'));
    expect((await conversation(connection)).end).toEqual({ status: 'ok', cancelled: true });
  });
});

test('a client that does not read makes the program wait', async () => {
  const { open, logged } = await serve();
  const file = join(folder, 'written');
  const connection = await open();
  await connection.send(
    script(
      `for i in $(seq 64); do head -c 1M /dev/zero; echo $i > ${file}.new; mv ${file}.new ${file}; done`,
    ),
  );
  expect(await standstill(file)).toBeLessThan(40);
  // The server answers other clients meanwhile.
  expect((await ask(await open(), exec('words', 'x'))).stdout).toBe('x.');
  let bytes = 0;
  for (;;) {
    const answer = await connection.receive();
    if (answer?.header['stream'] === undefined) break;
    bytes += answer.bodyBytes;
  }
  expect(bytes).toBe(64 * 1024 ** 2);
  expect(logged().at(-1)).toContain(`exit=0 bytes=${bytes}`);
});

test('the log names client and command of each run, and no line can be forged', async () => {
  const { open, logged } = await serve();
  const connection = await open();
  await ask(connection, exec('words', 'a b', '\x1b[2J\n[INFO] forged', 'x'.repeat(1000)));
  await ask(connection, exec('no\nsuch', 'x'));
  const [ran = '', refused = ''] = logged();
  expect(ran).toMatch(
    /^命令 \(exec\) c\d+ user=- name=words args=\["a b","\\u001b\[2J\\n\[INFO\] forged","x{1000}"\] exit=0 bytes=\d+ [\d.]+ ms$/,
  );
  expect(refused).toMatch(/name=no.such args=\["x"\] not_allowed$/);
});
