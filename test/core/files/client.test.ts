import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { variable } from '#conf/app.ts';
import { type Address, formatAddress, parseAddress } from '#lib/net/address.ts';
import type { Handler } from '#lib/net/connection.ts';
import { bundleFixture, Fixture } from '#test/db/sqlite/fixture.ts';
import { Home } from '#test/kit/home.ts';
import { Lifetime, undoing } from '#test/kit/lifetime.ts';
import { type Hold, type HoldingProxy, openHoldingProxy } from '#test/kit/net/holding-proxy.ts';
import { openTestServer } from '#test/kit/net/test-server.ts';
import { launcherOf, peerOf } from '#test/kit/root.ts';
import { jsonOf, type Program } from '#test/kit/run.ts';
import { openScreen } from '#test/kit/screen.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { content } from '#test/lib/files/new-store.ts';
import { runClient, startClient } from './file-processes.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const wherePython = hasPython ? '' : ' (skipped: there is no python3)';
const putServer = peerOf('files', 'put_server');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let serverBundle: string;
beforeAll(async () => {
  serverBundle = await bundleFixture('test/core/files/server.fixture.ts');
});

/** A server of files without a key, and a client beside it in a folder of its own. */
async function pair() {
  const lifetime = new Lifetime();
  const [store, cwd] = [lifetime.use(new TemporaryFolder()).path, lifetime.use(new TemporaryFolder()).path];
  const server = lifetime.use(new Fixture(serverBundle, [store]));
  await server.untilLine();
  const line = (args: readonly string[]) => [server.lines[0] ?? '', ...args, '--no-auth'];
  return Object.assign(lifetime, {
    store,
    cwd,
    server,
    line,
    stored: (name: string) => join(store, 'shared', 'files', name),
    local: (name: string) => join(cwd, name),
    /** A client whose transfer stops on its way, there or back, until it is released. */
    async startHeld(hold: Hold, ...args: string[]): Promise<Program & Pick<HoldingProxy, 'release'>> {
      const address = parseAddress(server.lines[0] ?? '') as Address;
      const way = lifetime.use(await openHoldingProxy(address, hold));
      const words = [formatAddress(way.address), ...args, '--no-auth'];
      const client = lifetime.use(startClient(words, { home: cwd, cwd }));
      return Object.assign(client, { release: way.release });
    },
    start: (...args: string[]) => lifetime.use(startClient(line(args), { home: cwd, cwd })),
    run: (...args: string[]) => runClient(line(args), { home: cwd, cwd }),
  });
}

describe('put, get, ls, rm', () => {
  it('carry a file there and back', async () => {
    await using opened = await pair();
    const { run, local, stored } = opened;
    const sent = content(2_000_000);
    await writeFile(local('报告.bin'), sent);
    expect(await run('put', '报告.bin')).toMatchObject({
      code: 0,
      stdout: 'Sent 报告.bin, 2000000 bytes.\n',
    });
    expect(sha256(await readFile(stored('报告.bin')))).toBe(sha256(sent));
    expect((await run('ls')).stdout).toMatch(/^2000000 {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}报告.bin\n$/);
    expect(await run('get', '报告.bin', 'back.bin')).toMatchObject({
      code: 0,
      stdout: 'Fetched back.bin, 2000000 bytes.\n',
    });
    expect(sha256(await readFile(local('back.bin')))).toBe(sha256(sent));
    expect(await run('rm', '报告.bin')).toMatchObject({ code: 0, stdout: 'Removed 报告.bin.\n' });
    expect((await run('ls')).stdout).toBe('There are no files yet.\n');
    expect((await readdir(local('.'))).filter((name) => name.includes('get-part'))).toEqual([]);
  });

  it('answer programs in JSON', async () => {
    await using opened = await pair();
    const { run, local } = opened;
    await writeFile(local('a'), 'hello');
    const digest = sha256(Buffer.from('hello'));
    const put = jsonOf(await run('put', 'a', 'b', '--json'));
    expect(put).toEqual({ code: 0, json: { name: 'b', bytes: 5, from: 0, sha256: digest } });
    expect(jsonOf(await run('ls', '--json')).json).toEqual({
      files: [{ name: 'b', bytes: 5, modified: expect.any(Number) }],
    });
    expect(jsonOf(await run('get', 'b', '--json')).json).toEqual({ name: 'b', file: 'b', bytes: 5, from: 0 });
    expect(jsonOf(await run('rm', 'b', '--json')).json).toEqual({ name: 'b' });
  });

  it('write to standard output when the file is -', async () => {
    await using opened = await pair();
    const { run, local } = opened;
    await writeFile(local('a'), '两行\n文字\n');
    await run('put', 'a');
    expect(await run('get', 'a', '-')).toMatchObject({ code: 0, stdout: '两行\n文字\n', stderr: '' });
  });

  it('write to a terminal without the escape sequences of the file', async () => {
    await using opened = await pair();
    const { run, local, line } = opened;
    await writeFile(local('a'), '\x1b]0;a title\x07\x1b[2J\x9b2J 第一行\nlast line');
    await run('put', 'a');
    await using screen = openScreen({ file: launcherOf('connect'), args: line(['get', 'a', '-']) });
    expect(await screen.exit()).toEqual({ code: 0, signal: undefined });
    expect(screen.text()).toContain('第一行\nlast line');
    expect([screen.title(), screen.raw().includes('\x1b')]).toEqual(['', false]);
  });

  it.runIf(existsSync('/proc/version'))('send all of a file whose size the system gives as 0', async () => {
    await using opened = await pair();
    const { run, stored } = opened;
    const text = await readFile('/proc/version', 'utf8');
    const sent = jsonOf(await run('put', '/proc/version', 'version', '--json'));
    expect(sent).toMatchObject({ code: 0, json: { bytes: Buffer.byteLength(text) } });
    expect(await readFile(stored('version'), 'utf8')).toBe(text);
  });

  it('end without a sentence when nothing reads standard output any more', async () => {
    await using opened = await pair();
    const { run, start, local } = opened;
    await writeFile(local('a'), content(4_000_000));
    await run('put', 'a');
    const client = start('get', 'a', '-');
    client.stdout.destroy();
    expect(await client.ended).toMatchObject({ code: 141, stderr: '' });
  });

  it('refuse impossible requests, and leave nothing behind', async () => {
    const refused = [
      [['put', 'missing'], 2, 'unusable_file'],
      [['put', '.'], 2, 'unusable_file'],
      [['put', '/dev/zero'], 2, 'unusable_file'],
      [['put', 'pipe'], 2, 'unusable_file'],
      [['put', 'a', '../a'], 2, 'bad_file_name'],
      [['put', 'a', 'NUL'], 2, 'bad_file_name'],
      [['get', 'missing'], 4, 'unknown_file'],
      [['get', '../a'], 2, 'bad_file_name'],
      [['get', 'a', 'folder'], 2, 'unusable_file'],
      [['get', 'a', '/dev/null'], 2, 'unusable_file'],
      [['get', 'a', 'nowhere/a'], 2, 'unusable_file'],
      [['rm', 'missing'], 4, 'unknown_file'],
      [['put'], 2, 'usage'],
      [['put', 'a', 'b', 'c'], 2, 'usage'],
      [['put', 'a', '--plain', '--user', 'egon'], 2, 'usage'],
      [['get', 'a', 'b', 'c'], 2, 'usage'],
    ] as const;
    await using opened = await pair();
    const { run, local, store } = opened;
    await writeFile(local('a'), 'x');
    await mkdir(local('folder'));
    execFileSync('mkfifo', [local('pipe')]);
    await run('put', 'a');
    const met = await Promise.all(
      refused.map(async ([args]) => {
        const { code, json } = jsonOf(await run(...args, '--json'));
        return [args, code, (json as { error: { code: string } }).error.code];
      }),
    );
    expect(met).toEqual(refused);
    expect((await readdir(local('.'))).sort()).toEqual(['a', 'folder', 'pipe']);
    expect(await readdir(store, { recursive: true })).toHaveLength(4);
  });

  it('need a key where the server asks for one, and a user where nothing is shared', async () => {
    using home = new Home();
    using temporary = new TemporaryFolder();
    const cwd = temporary.path;
    const env = { [variable('SECRET_KEY')]: 'a key of more than sixteen bytes' };
    const launcher = launcherOf('serve');
    const { PATH, HOME } = process.env;
    const server = spawn(process.execPath, [launcher, '--port', '0'], {
      env: { PATH, HOME, [variable('HOME')]: home.path, [variable('FILES_SHARED')]: 'no', ...env },
    });
    using _ = undoing(() => server.kill('SIGKILL'));
    let printed = '';
    server.stdout.on('data', (text) => {
      printed += String(text);
    });
    await expect.poll(() => printed).toMatch(/files tcp \S+\n/);
    const [, address = ''] = /files tcp (\S+)/.exec(printed) ?? [];
    await writeFile(join(cwd, 'a'), 'x');
    const run = (args: string[], more = {}) =>
      runClient([address, ...args], { home: home.path, cwd, env: { ...env, ...more } });
    const egon = { [variable('PASSWORD')]: '123' };
    expect(await run(['put', 'a'])).toMatchObject({ code: 3 });
    expect(await run(['put', 'a', '--user', 'egon'], egon)).toMatchObject({ code: 0 });
    expect((await run(['ls', '--user', 'egon'], egon)).stdout).toContain('  a\n');
    expect((await run(['ls', '--user', 'alex'], { [variable('PASSWORD')]: 'alex3714' })).stdout).toBe(
      'There are no files yet.\n',
    );
    expect(await readdir(join(home.path, 'db', 'files'))).toEqual(['lock', 'user-egon']);
  });
});

describe('ls', () => {
  const listed = (name: string, modified = 0) => ({ name, bytes: 1, modified });
  const bodyOf = (page: readonly unknown[]): Buffer => Buffer.from(JSON.stringify(page));

  /** The output of the client for a server that answers like this. */
  async function listFrom(answer: Handler, ...args: string[]) {
    await using server = await openTestServer({ handlers: { ls: answer }, listener: { key: undefined } });
    using temporary = new TemporaryFolder();
    const cwd = temporary.path;
    return await runClient([formatAddress(server.address), 'ls', '--no-auth', ...args], { home: cwd, cwd });
  }

  it('shows all files by name, also with times outside of the calendar', async () => {
    const many = Array.from({ length: 130_000 }, (_, n) => listed(`f${n}`));
    const { code, stdout } = await listFrom(async (_, connection) => {
      await connection.send({ status: 'ok', more: true }, bodyOf([...many, listed('late', 1e300)]));
      await connection.send({ status: 'ok' }, bodyOf([listed('early', -1e300), listed('a')]));
    });
    const names = stdout.split('\n').map((line) => line.slice(24));
    expect(code).toBe(0);
    const wanted = ['a', 'early', ...many.map(({ name }) => name).sort(), 'late', ''];
    expect(names.join('\n') === wanted.join('\n')).toBe(true);
    expect(stdout).toContain(`\n1  -${' '.repeat(18)}  late\n`);
  });

  it('refuses a list that is too long before it has read all of it', async () => {
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) yield Buffer.alloc(64 * 1024, ' ');
    }
    const ended = await listFrom(async (_, connection) => {
      await connection.send({ status: 'ok', more: true }, bodyOf([listed('a')]));
      await connection.stream({ status: 'ok' }, { bytes: 64 * 1024 * 1024, chunks: endless() });
    }, '--json');
    expect(jsonOf(ended)).toMatchObject({ code: 4, json: { error: { code: 'list_too_long' } } });
  });

  it.each([[[]], [{}]])('ends with a server that answers %j for ever', async (page) => {
    const ended = await listFrom(async (_, connection) => {
      for (;;) await connection.send({ status: 'ok', more: true }, Buffer.from(JSON.stringify(page)));
    }, '--json');
    expect(jsonOf(ended)).toMatchObject({ code: 2, json: { error: { code: 'foreign_server' } } });
  });
});

describe('get', () => {
  it('replaces the target of a link, and keeps the mode', async () => {
    await using opened = await pair();
    const { run, local } = opened;
    await writeFile(local('a'), 'new');
    await run('put', 'a');
    await writeFile(local('real'), 'old');
    await chmod(local('real'), 0o640);
    await symlink('real', local('link'));
    expect(await run('get', 'a', 'link')).toMatchObject({ code: 0 });
    expect(await readFile(local('real'), 'utf8')).toBe('new');
    expect((await stat(local('real'))).mode & 0o777).toBe(0o640);
  });

  it('gives a new file the mode that the umask leaves', async () => {
    await using opened = await pair();
    const { run, local } = opened;
    await writeFile(local('a'), 'new');
    await run('put', 'a');
    const mode = async (name: string) => (await stat(local(name))).mode & 0o777;
    const usual = 0o666 & ~process.umask();
    await run('get', 'a', 'b');
    expect(await mode('b')).toBe(usual);
  });

  it('begins anew when the partial file is of another file', async () => {
    await using opened = await pair();
    const { run, local } = opened;
    await writeFile(local('a'), 'the content');
    await run('put', 'a');
    await writeFile(local('b.get-part'), 'the CON');
    expect(jsonOf(await run('get', 'a', 'b', '--json')).json).toMatchObject({ from: 0 });
    expect(await readFile(local('b'), 'utf8')).toBe('the content');
    await writeFile(local('c.get-part'), 'the con');
    expect(jsonOf(await run('get', 'a', 'c', '--json')).json).toMatchObject({ from: 7 });
    expect(await readFile(local('c'), 'utf8')).toBe('the content');
  });
});

/** Runs something until as much of a file has arrived, at least. */
async function untilArrived(folder: string, part: RegExp, bytes: number, { ended }: Program): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const arrived = async (): Promise<number> => {
    const names = (await readdir(folder).catch(() => [])).filter((name) => part.test(name));
    const sizes = names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
    return Math.max(0, ...(await Promise.all(sizes)));
  };
  while ((await arrived()) < bytes) if (isOver) throw new Error('it was over before');
}

describe('a transfer that is broken off', () => {
  const bytes = 8 * 1024 * 1024;
  const early = 1024 * 1024;
  const [heldUp, heldDown] = [{ upBytes: 2 * early }, { downBytes: 2 * early }];

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s goes on when the same command is run again',
    async (signal) => {
      await using opened = await pair();
      const { startHeld, run, store, local } = opened;
      await writeFile(local('a'), '');
      await truncate(local('a'), bytes);
      const put = await startHeld(heldUp, 'put', 'a', '--json');
      await untilArrived(join(store, 'shared', 'partial'), /./, early, put);
      put.kill(signal);
      expect(await put.ended).toMatchObject({ code: signal === 'SIGINT' ? 130 : 143 });
      put.release();
      const again = jsonOf(await run('put', 'a', '--json')).json as { from: number };
      expect(again.from).toBeGreaterThanOrEqual(early);

      const get = await startHeld(heldDown, 'get', 'a', 'b');
      await untilArrived(local('.'), /^b\.get-part/, early, get);
      get.kill(signal);
      get.release();
      await get.ended;
      expect((await readdir(local('.'))).sort()).toEqual(['a', 'b.get-part']);
      const rest = jsonOf(await run('get', 'a', 'b', '--json')).json as { from: number };
      expect(rest.from).toBeGreaterThanOrEqual(early);
      expect((await readdir(local('.'))).sort()).toEqual(['a', 'b']);
    },
  );

  it('by kill -9 of the client is continued, also for a download', async () => {
    await using opened = await pair();
    const { startHeld, run, stored, local } = opened;
    await writeFile(local('a'), 'x');
    await run('put', 'a');
    await truncate(stored('a'), bytes);
    const get = await startHeld(heldDown, 'get', 'a', 'b');
    await untilArrived(local('.'), /^b\.get-part/, early, get);
    get.kill('SIGKILL');
    await get.ended;
    get.release();
    const rest = jsonOf(await run('get', 'a', 'b', '--json')).json as { from: number };
    expect(rest.from).toBeGreaterThanOrEqual(early);
    expect((await readdir(local('.'))).sort()).toEqual(['a', 'b']);
    expect((await stat(local('b'))).size).toBe(bytes);
  });

  it('by kill -9 of the server ends with the remedy, and keeps the part', async () => {
    await using opened = await pair();
    const { startHeld, server, stored, local, run } = opened;
    await writeFile(local('a'), 'x');
    await run('put', 'a');
    await truncate(stored('a'), bytes);
    const get = await startHeld(heldDown, 'get', 'a', 'b', '--json');
    await untilArrived(local('.'), /^b\.get-part/, early, get);
    server.kill();
    get.release();
    expect(jsonOf(await get.ended)).toMatchObject({ code: 5, json: { error: { code: 'transfer_broken' } } });
    expect((await readdir(local('.'))).sort()).toEqual(['a', 'b.get-part']);
  });

  it.each([
    ['to our own server', []],
    ['in the format of the course', ['--plain']],
  ])('by a file that becomes shorter is refused, %s', async (_, flags) => {
    await using opened = await pair();
    const { startHeld, store, stored, local } = opened;
    await writeFile(local('a'), '');
    // More than the buffers of both sockets and of the proxy take.
    await truncate(local('a'), 32 * bytes);
    const put = await startHeld(heldUp, 'put', 'a', '--json', ...flags);
    await untilArrived(join(store, 'shared', 'partial'), /./, early, put);
    await truncate(local('a'), 10);
    put.release();
    expect(jsonOf(await put.ended)).toMatchObject({ code: 4, json: { error: { code: 'file_changed' } } });
    await expect(stat(stored('a'))).rejects.toThrow('ENOENT');
  });

  it('by a change of the file is refused, and nothing is stored', async () => {
    await using opened = await pair();
    const { startHeld, store, stored, local } = opened;
    await writeFile(local('a'), '');
    await truncate(local('a'), bytes);
    const put = await startHeld(heldUp, 'put', 'a', '--json');
    await untilArrived(join(store, 'shared', 'partial'), /./, early, put);
    const file = await open(local('a'), 'r+');
    await file.write('changed');
    await file.close();
    put.release();
    expect(jsonOf(await put.ended)).toMatchObject({ code: 4, json: { error: { code: 'file_changed' } } });
    await expect(stat(stored('a'))).rejects.toThrow('ENOENT');
  });
});

describe('a full disk', () => {
  const hasLimit = spawnSync('sh', ['-c', 'ulimit -f 100']).status === 0;

  it.runIf(hasLimit)(
    'is reported before all has been sent (skipped where a shell cannot limit files)',
    async () => {
      using storeFolder = new TemporaryFolder();
      using cwdFolder = new TemporaryFolder();
      const [store, cwd] = [storeFolder.path, cwdFolder.path];
      const server = spawn('sh', [
        '-c',
        'ulimit -f 20000; exec "$@"',
        'sh',
        process.execPath,
        serverBundle,
        store,
      ]);
      using _ = undoing(() => server.kill('SIGKILL'));
      const [address] = await once(server.stdout, 'data');
      await writeFile(join(cwd, 'a'), '');
      await truncate(join(cwd, 'a'), 2 ** 40);
      const ended = await runClient([String(address).trim(), 'put', 'a', '--no-auth', '--json'], {
        home: cwd,
        cwd,
      });
      expect(jsonOf(ended)).toMatchObject({ code: 4, json: { error: { code: 'server_disk' } } });
      expect(await readdir(join(store, 'shared', 'partial'))).toEqual([]);
    },
  );
});

describe('put --plain', () => {
  it.runIf(hasPython).each([
    ['without a key', '-'],
    ['after the proof', 'a key of more than sixteen bytes'],
  ])(`reaches a server in Python, %s${wherePython}`, async (_, key) => {
    using storeFolder = new TemporaryFolder();
    using cwdFolder = new TemporaryFolder();
    const [folder, cwd] = [storeFolder.path, cwdFolder.path];
    const server = spawn('python3', [putServer, folder, key]);
    using __ = undoing(() => server.kill('SIGKILL'));
    const [port] = await once(server.stdout, 'data');
    const sent = content(3_000_000);
    await writeFile(join(cwd, '文件.bin'), sent);
    await writeFile(join(cwd, 'b'), '');
    await writeFile(join(cwd, 'c'), 'the last one');
    const proof = key === '-' ? ['--no-auth'] : [];
    const ended = runClient(
      [`127.0.0.1:${String(port).trim()}`, 'put', '文件.bin', 'b', 'c', '--all', '--plain', ...proof],
      {
        home: cwd,
        cwd,
        env: key === '-' ? {} : { [variable('SECRET_KEY')]: key },
      },
    );
    const [code] = await once(server, 'exit');
    expect(code).toBe(0);
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
    expect(sha256(await readFile(join(folder, '文件.bin')))).toBe(sha256(sent));
    expect(await readFile(join(folder, 'b'), 'utf8')).toBe('');
    expect(await readFile(join(folder, 'c'), 'utf8')).toBe('the last one');
  });

  it('reports a lost connection, and that nothing is stored', async () => {
    await using opened = await pair();
    const { cwd } = opened;
    await writeFile(join(cwd, 'a'), content(16 * 1024 * 1024));
    const server = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    using _ = undoing(() => server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as { port: number };
    const words = [`127.0.0.1:${port}`, 'put', 'a', '--plain', '--no-auth', '--json'];
    const ended = await runClient(words, { home: cwd, cwd });
    expect(jsonOf(ended)).toMatchObject({ code: 5, json: { error: { code: 'plain_broken' } } });
  });

  it('waits for a server that is slow to read, to the last byte', async () => {
    await using opened = await pair();
    const { cwd } = opened;
    // The last bytes are a piece that is not sent at once.
    const bytes = 8 * 1024 * 1024 + 10_000;
    await writeFile(join(cwd, 'a'), content(bytes));
    let received = 0;
    const server = createServer((socket) => {
      socket.pause();
      // Longer than a client waits for the other side's end.
      setTimeout(() => socket.on('data', (chunk) => (received += chunk.length)).resume(), 1_500);
    });
    using _ = undoing(() => server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as { port: number };
    const ended = await runClient([`127.0.0.1:${port}`, 'put', 'a', '--plain', '--no-auth'], {
      home: cwd,
      cwd,
    });
    expect(ended).toMatchObject({ code: 0 });
    await expect.poll(() => received).toBeGreaterThan(bytes);
  });
});
