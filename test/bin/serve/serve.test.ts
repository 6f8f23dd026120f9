import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { variable } from '#conf/app.ts';
import { connect } from '#lib/net/connect.ts';
import type { FrameConnection } from '#lib/net/frame-connection.ts';
import { Home } from '#test/kit/home.ts';
import { runConnect, type ServedAddress, ServerProcess, startServer } from '#test/kit/net/programs.ts';
import { patienceMs, waiting } from '#test/kit/waiting.ts';

const secret = 'linhaifeng bang bang bang';
const secretKey = variable('SECRET_KEY');
const env = { [variable('SECRET_KEY')]: secret };
const key = Buffer.from(secret);

/** A server that refuses to start: its exit code and the one sentence that it leaves. */
async function refusal(
  args: readonly string[],
  { home, env: environment = {} }: { home: Home; env?: Record<string, string> },
) {
  const { code, stdout, stderr } = await startServer(args, { home: home.path, env: environment }).ended;
  expect(stdout).toBe('');
  expect(stderr.endsWith('\n')).toBe(true);
  return { code, sentence: stderr.trimEnd() };
}

const keyFile = (home: Home): string => join(home.path, 'conf', 'secret.key');

/** Ends with its server. */
function client(server: ServerProcess): Promise<FrameConnection> {
  const { address } = server.addresses[0] as ServedAddress;
  return connect({ address, key, timeoutMs: patienceMs });
}

describe.concurrent('the output of serve.js', () => {
  it('is a line for each service, with its protocol and its real address', async () => {
    using home = new Home();
    await using server = await ServerProcess.start(['--port', '0'], { home: home.path, env });
    for (const line of server.lines) expect(line).toMatch(/^[a-z]+ (tcp|udp) 127\.0\.0\.1:[1-9]\d{3,4}$/);
    const names = server.addresses.map(({ name, protocol }) => `${name} ${protocol}`);
    expect(names).toEqual(expect.arrayContaining(['status tcp', 'time udp', 'chat udp', 'echo tcp']));
    expect(new Set(names).size).toBe(names.length);
    const ended = await runConnect([server.at('status'), 'echo', 'hello'], { home: home.path, env });
    expect(ended).toMatchObject({ code: 0, stdout: 'HELLO\n', stderr: '' });
  });

  it('is also in the log, which only its owner can read, and has no key', async () => {
    using home = new Home();
    await using server = await ServerProcess.start(['--port=0'], { home: home.path, env });
    await client(server);
    const connected = /连接 \(connected\) c\d+ 127\.0\.0\.1:\d+/;
    await vi.waitFor(() => expect(home.log('access')).toMatch(connected), waiting);
    for (const line of server.lines) expect(home.log()).toContain(`提供服务 (serving) ${line}`);
    // Lines that any client can cause without limit go to a file of their own.
    expect(home.log()).not.toMatch(connected);
    expect(home.log() + home.log('access')).not.toContain(secret);
    for (const mode of home.modes()) expect(mode & 0o077).toBe(0);
  });

  it('is the help or the version', async () => {
    using home = new Home();
    const run = (...args: string[]) => startServer(args, { home: home.path }).ended;
    const [help, version] = await Promise.all([run('--help'), run('--version')]);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const flag of ['--host', '--port', '--no-auth', '--new-key', '--server-port'])
      expect(help.stdout).toContain(flag);
    expect(version).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

describe.concurrent('serve.js does not start', () => {
  it('on a port that is taken', async () => {
    using home = new Home();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const { code, sentence } = await refusal(['--port', String(port)], { home, env });
    taken.close();
    expect(code).toBe(2);
    expect(sentence).toBe(
      `The server cannot listen on 127.0.0.1:${port} (EADDRINUSE). Choose another address or port, or --port 0 for any free one.`,
    );
  });

  it.each<[string, string[], RegExp]>([
    ['an address of another machine', ['--host', '192.0.2.1'], /192\.0\.2\.1:\d+ \(EADDRNOTAVAIL\)/],
    [
      'an unknown host name',
      ['--host', 'no-such-host.invalid'],
      /no-such-host\.invalid:\d+ \((ENOTFOUND|EAI_AGAIN)\)/,
    ],
    ['a malformed port', ['--port', '70000'], /70000/],
    ['an unknown flag', ['--prot', '1'], /--prot/],
    ['a word', ['start'], /unexpected argument start/],
    ['a flag of the client', ['--json'], /--json/],
  ])('with %s', async (_, args, sentence) => {
    using home = new Home({ 'config.ini': '' });
    const ended = await refusal(args, { home, env });
    expect(ended).toMatchObject({ code: 2, sentence: expect.stringMatching(sentence) });
  });

  it('without a key, in either language', async () => {
    using home = new Home();
    const english = await refusal([], { home });
    expect(english.code).toBe(2);
    expect(english.sentence).toMatch(
      new RegExp(`^There is no key\\. Set ${secretKey}, or .* --new-key; .*--no-auth .*$`),
    );
    const chinese = await refusal([], { home, env: { LANG: 'zh_CN.UTF-8' } });
    expect(chinese.sentence).toMatch(new RegExp(`^没有密钥：请设置 ${secretKey}.*$`));
  });

  it('with a key that is too short, or that others can read', async () => {
    using home = new Home();
    const short = await refusal([], { home, env: { [variable('SECRET_KEY')]: 'short' } });
    expect(short).toMatchObject({ code: 2, sentence: expect.stringContaining('has only 5 bytes') });
    expect(short.sentence).not.toContain('short;');
    writeFileSync(keyFile(home), secret);
    for (const mode of [0o644, 0o640, 0o604]) {
      chmodSync(keyFile(home), mode);
      const { code, sentence } = await refusal([], { home });
      expect(code).toBe(2);
      expect(sentence).toContain(`chmod 600 ${keyFile(home)}`);
    }
    chmodSync(keyFile(home), 0o600);
    await using server = await ServerProcess.start(['--port', '0'], { home: home.path });
    expect(server.lines.length).toBeGreaterThan(0);
  });

  it('for other machines without a key, with one that can be guessed, or with plain passwords', async () => {
    using home = new Home();
    for (const host of ['0.0.0.0', '::']) {
      expect(await refusal(['--host', host], { home })).toMatchObject({ code: 2 });
      const open = await refusal(['--host', host, '--no-auth'], { home, env });
      expect(open.sentence).toMatch(/--no-auth is for 127\.0\.0\.1 only\. Leave it out, or use --host/);
      const weak = await refusal(['--host', host], { home, env: { [secretKey]: 'a'.repeat(16) } });
      expect(weak).toMatchObject({ code: 2, sentence: expect.stringContaining('the key can be guessed') });
      const plain = await refusal(['--host', host, '--port', '0'], { home, env });
      expect(plain).toMatchObject({
        code: 2,
        sentence: expect.stringContaining('node bin/start.js protect'),
      });
    }
    // And does when there is none.
    home.write('config.ini', '');
    await using server = await ServerProcess.start(['--host', '0.0.0.0', '--port', '0'], {
      home: home.path,
      env,
    });
    expect(server.lines[0]).toMatch(/ 0\.0\.0\.0:\d+$/);
    const isRoot = process.geteuid?.() === 0;
    expect(home.log().includes('the server runs as root')).toBe(isRoot);
    server.program.kill('SIGTERM');
    expect((await server.program.ended).stderr.includes('the server runs as root')).toBe(isRoot);
  });
});

describe.concurrent('the key file', () => {
  it('is made once, for its owner only, and used by server and client', async () => {
    using home = new Home();
    const made = await startServer(['--new-key'], { home: home.path }).ended;
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining(keyFile(home)), stderr: '' });
    expect(statSync(keyFile(home)).mode & 0o777).toBe(0o600);
    const text = readFileSync(keyFile(home), 'utf8');
    expect(text).toMatch(/^[\da-f]{64}\n$/);
    expect(made.stdout).not.toContain(text.trim());
    const again = await startServer(['--new-key'], { home: home.path }).ended;
    expect(again.code).toBe(2);
    expect(readFileSync(keyFile(home), 'utf8')).toBe(text);
    await using server = await ServerProcess.start(['--port', '0'], { home: home.path });
    const ended = await runConnect([server.at('status'), 'echo', 'x'], { home: home.path });
    expect(ended).toMatchObject({ code: 0, stdout: 'X\n' });
    // The variable takes precedence, and is wrong here.
    const wrong = await runConnect([server.at('status'), 'echo', 'x'], { home: home.path, env });
    expect(wrong.code).toBe(3);
  });
});

const nap = '[exec]\nallow =\n    nap = /bin/sh -c "echo begun; exec sleep $0"\n';

/** The test kills a server that waits this long. */
const patientStop = '[server]\nstop_timeout = 100\n';

/** A running request of this duration. */
async function begin(server: ServerProcess, seconds: number): Promise<FrameConnection> {
  const connection = await client(server);
  await connection.send({ cmd: 'exec', name: 'nap', args: [String(seconds)] });
  expect((await connection.receive())?.header).toMatchObject({ stream: 'stdout' });
  return connection;
}

describe.concurrent('a signal', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('%s ends a server with nothing to do at once, with %i', async (signal, code) => {
    using home = new Home({ 'settings.ini': patientStop });
    await using server = await ServerProcess.start(['--port', '0'], { home: home.path, env });
    const idle = await client(server);
    server.program.kill(signal);
    expect(await idle.receive()).toBeUndefined();
    await idle.close();
    expect(await server.program.ended).toMatchObject({ code, stderr: '' });
    expect(home.log()).toMatch(/正在停止 \(stopping\)(.|\n)*已停止 \(stopped\)/);
  });

  it('waits for a running request and its answer, and refuses new clients', async () => {
    using home = new Home({ 'settings.ini': nap });
    await using server = await ServerProcess.start(['--port', '0'], { home: home.path, env });
    const busy = await begin(server, 1);
    server.program.kill('SIGTERM');
    await vi.waitFor(() => expect(home.log()).toContain('(stopping)'), waiting);
    const late = await runConnect([server.at('status'), 'echo', 'x'], { home: home.path, env });
    expect(late.code).toBe(5);
    expect((await busy.receive())?.header).toEqual({ status: 'ok', exit: 0 });
    expect(await busy.receive()).toBeUndefined();
    await busy.close();
    expect(await server.program.ended).toMatchObject({ code: 143, stderr: '' });
  });

  it('cuts off a request that takes too long', async () => {
    using home = new Home({ 'settings.ini': `${nap}[server]\nstop_timeout = 1\n` });
    await using server = await ServerProcess.start(['--port', '0'], { home: home.path, env });
    const stuck = await begin(server, 100);
    server.program.kill('SIGTERM');
    await stuck.receive().catch(() => {});
    expect(await server.program.ended).toMatchObject({ code: 143, stderr: '' });
  });

  it('ends the server at once when it comes twice', async () => {
    using home = new Home({ 'settings.ini': nap + patientStop });
    await using server = await ServerProcess.start(['--port', '0'], { home: home.path, env });
    await begin(server, 100);
    server.program.kill('SIGTERM');
    await vi.waitFor(() => expect(home.log()).toContain('(stopping)'), waiting);
    server.program.kill('SIGTERM');
    expect(await server.program.ended).toMatchObject({ code: 143 });
  });
});

it('goes on when its output is not read', async () => {
  using home = new Home();
  await using server = await ServerProcess.start(['--port', '0'], { home: home.path, env });
  server.program.stdout.destroy();
  server.program.stderr.destroy();
  const ended = await runConnect([server.at('status'), 'echo', 'x'], { home: home.path, env });
  expect(ended.stdout).toBe('X\n');
});
