import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { variable } from '#conf/app.ts';
import { serverProofOf } from '#lib/net/proof.ts';
import { Home } from '#test/kit/home.ts';
import { frameOf } from '#test/kit/net/frames.ts';
import { runConnect, ServerProcess } from '#test/kit/net/programs.ts';
import { challengeBytes, RawPeer } from '#test/kit/net/raw-peer.ts';
import { openRawServer } from '#test/kit/net/sockets.ts';
import type { Ended } from '#test/kit/run.ts';

const secret = 'linhaifeng bang bang bang';
const secretKey = variable('SECRET_KEY');
const env = { [variable('SECRET_KEY')]: secret };
const chinese = { ...env, LANG: 'zh_CN.UTF-8' };

/** A server of another program, and the bytes that it received. */
async function openStranger(speak: (peer: RawPeer) => unknown) {
  const peers: RawPeer[] = [];
  const server = await openRawServer((socket) => {
    const peer = new RawPeer(socket);
    peers.push(peer);
    void Promise.resolve(speak(peer)).catch(() => {});
  });
  return {
    address: `127.0.0.1:${server.address.port}`,
    heard: () => peers.map(({ received }) => received.toString()).join(),
    [Symbol.dispose]: () => server[Symbol.dispose](),
  };
}

/** Takes any digest, and answers hello as a server that knows the key would, except for the changes. */
const answering = (changes: object) => async (peer: RawPeer) => {
  const [hello] = await peer.write(Buffer.alloc(challengeBytes, 1)).untilFrames(1, challengeBytes);
  const nonce = Buffer.from(String(hello?.header['nonce']), 'hex');
  const proof = serverProofOf(Buffer.from(secret), nonce).toString('hex');
  peer.write(frameOf({ status: 'ok', protocol: 1, proof, ...changes }));
};

/** Expects one sentence only. */
function sentenceOf({ stdout, stderr }: Ended): string {
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^[^\n]+\n$/);
  return stderr.trimEnd();
}

interface Bad {
  readonly args: (address: string) => string[];
  readonly speak?: (peer: RawPeer) => unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly code: number;
  readonly zh: RegExp;
  readonly en: RegExp;
}

const status = (address: string): string[] => [address, 'status'];
const bad: Readonly<Record<string, Bad>> = {
  'an address without a port': {
    args: () => ['localhost', 'status'],
    code: 2,
    zh: /^localhost 不是服务器地址，请写成 /,
    en: /^localhost is not a server address\. Write HOST:PORT/,
  },
  'a command instead of an address': {
    args: () => ['status'],
    code: 2,
    zh: /^status 不是服务器地址/,
    en: /^status is not a server address/,
  },
  'no key': {
    args: status,
    env: {},
    code: 2,
    zh: new RegExp(`^没有密钥：请设置 ${secretKey}`),
    en: new RegExp(`^There is no key\\. Set ${secretKey}`),
  },
  'a missing word': {
    args: (address) => [address, 'echo'],
    code: 2,
    zh: /^echo 的参数不够，写法是 echo TEXT.*--help。$/,
    en: /^echo has too few arguments: write echo TEXT\. See --help\.$/,
  },
  'a word too many': {
    args: (address) => [address, 'status', 'more'],
    code: 2,
    zh: /^status 的参数多了，写法是 status。/,
    en: /^status has too many arguments: write status\./,
  },
  'an unknown flag': {
    args: (address) => [address, 'status', '--nope'],
    code: 2,
    zh: /--nope/,
    en: /--nope.* See --help\.$/,
  },
  'an unreachable server': {
    args: () => status('127.0.0.1:1'),
    code: 5,
    zh: /^连不上 127\.0\.0\.1:1：请检查/,
    en: /^There is no server at 127\.0\.0\.1:1\. Check/,
  },
  'a host that is none': {
    args: () => status('no-such-host.invalid:8080'),
    code: 2,
    zh: /^找不到主机 no-such-host\.invalid:8080/,
    en: /^The host of no-such-host\.invalid:8080 was not found/,
  },
  'a server that closes at once': {
    args: status,
    speak: ({ stream }) => stream.end(),
    code: 5,
    zh: /一连上就断开了.*请稍后再试。$/,
    en: /closed the connection at once.*Try again later\.$/,
  },
  'a server that sends garbage': {
    args: status,
    speak: (peer) => peer.write('\x1b[2J'.repeat(1_000)),
    code: 2,
    zh: /不是本程序的服务器/,
    en: /is not a server of this app, or does not know the key/,
  },
  'a server that does not know the key': {
    args: status,
    speak: answering({ proof: 'ab'.repeat(32) }),
    code: 2,
    zh: /不是本程序的服务器，或它的密钥不正确/,
    en: /or does not know the key/,
  },
  'a server of the future': {
    args: status,
    speak: answering({ protocol: 2 }),
    code: 2,
    zh: /使用另一个版本的协议：请让客户端和服务器使用同一版本/,
    en: /uses another version of the protocol\. Use the same version of the app on both sides\.$/,
  },
  'a server that is gone before it answers': {
    args: status,
    speak: async (peer) => {
      await answering({})(peer);
      await peer.untilFrames(2, challengeBytes);
      peer.stream.end();
    },
    code: 5,
    zh: /^与 .* 的连接断了，请重试。$/,
    en: /^The connection to .* was lost\. Try again\.$/,
  },
};

describe.concurrent('one sentence and an exit code for', () => {
  it.each(Object.entries(bad))('%s', async (_, { args, speak, env: given, code, zh, en }) => {
    using home = new Home();
    using stranger = await openStranger(speak ?? (() => {}));
    const { address } = stranger;
    for (const [language, sentence] of [
      ['zh_CN.UTF-8', zh],
      ['C.UTF-8', en],
    ] as const) {
      const ended = await runConnect(args(address), {
        home: home.path,
        env: { ...(given ?? env), LANG: language },
      });
      expect([ended.code, sentenceOf(ended)]).toEqual([code, expect.stringMatching(sentence)]);
      expect(ended.stderr).not.toContain('\x1b');
    }
  });

  it('an error as one JSON object', async () => {
    using home = new Home();
    using stranger = await openStranger(answering({ protocol: 2 }));
    const { address } = stranger;
    const ended = await runConnect([address, 'status', '--json'], { home: home.path, env });
    expect(ended).toMatchObject({ code: 2, stderr: '' });
    expect(JSON.parse(ended.stdout)).toEqual({
      error: { code: 'protocol_version', message: expect.stringContaining(address) },
    });
    const wrong = await runConnect(['nowhere', 'status', '--json'], { home: home.path, env });
    expect(JSON.parse(wrong.stdout)).toEqual({ error: { code: 'bad_address', message: expect.any(String) } });
    const zh = await runConnect([address, 'status', '--json', '--language', 'zh'], { home: home.path, env });
    expect(zh.stdout).toContain('另一个版本');
  });

  it('a web server, which waits for a request', async () => {
    using home = new Home();
    const server = createServer((_request, response) => response.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const [keyed, keyless] = await Promise.all([
      runConnect(status(`127.0.0.1:${port}`), { home: home.path, env }),
      runConnect([...status(`127.0.0.1:${port}`), '--no-auth'], { home: home.path, env }),
    ]);
    server.close();
    expect([keyed.code, sentenceOf(keyed)]).toEqual([5, expect.stringContaining('did not answer in time')]);
    expect([keyless.code, sentenceOf(keyless)]).toEqual([
      2,
      expect.stringContaining('is not a server of this app'),
    ]);
  });
});

describe.concurrent('a password', () => {
  it('is not sent to a server that does not prove the key', async () => {
    using home = new Home();
    using stranger = await openStranger(answering({ proof: undefined }));
    const { address, heard } = stranger;
    const options = { home: home.path, env: { ...env, [variable('PASSWORD')]: 'alex3714' } };
    const ended = await runConnect([address, 'status', '--user', 'alex'], options);
    expect(ended.code).toBe(2);
    expect(heard()).toContain('"hello"');
    expect(heard()).not.toMatch(/alex/);
  });

  it('is refused on the command line', async () => {
    using home = new Home();
    using stranger = await openStranger(answering({}));
    const { address, heard } = stranger;
    const ended = await runConnect([address, 'status', '--user', 'alex', '--password', 'alex3714'], {
      home: home.path,
      env,
    });
    expect(ended.code).toBe(2);
    expect(ended.stderr).not.toContain('alex3714');
    expect(heard()).toBe('');
  });

  it('that is missing is named when there is no terminal', async () => {
    using home = new Home();
    using stranger = await openStranger(answering({}));
    const { address, heard } = stranger;
    const ended = await runConnect([address, 'status', '--user', 'alex'], { home: home.path, env });
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining(variable('PASSWORD')) });
    expect(heard()).toBe('');
  });
});

describe('with a server of the app', () => {
  it('every verb works', async () => {
    using home = new Home();
    await using server = await ServerProcess.start(['--port', '0'], { home: home.path, env });
    const address = server.at('status');
    const run = (args: readonly string[], given: Readonly<Record<string, string>> = env, input = '') =>
      runConnect([address, ...args], { home: home.path, env: given, input });

    expect(await run(['echo', 'hello', 'world'])).toMatchObject({
      code: 0,
      stdout: 'HELLO WORLD\n',
      stderr: '',
    });
    expect(await run(['echo', '--json', '你好 x'])).toMatchObject({ code: 0, stdout: '{"text":"你好 X"}\n' });
    const health = await run(['status']);
    expect(health.stdout).toMatch(/^requests\.echo\.count {2}2$/m);
    expect(JSON.parse((await run(['status', '--json'])).stdout)).toMatchObject({
      requests: { echo: { count: 2 } },
    });

    const wrongKey = await run(['status'], { [variable('SECRET_KEY')]: 'linhaifeng bang bang bang1111' });
    expect([wrongKey.code, sentenceOf(wrongKey)]).toEqual([
      3,
      expect.stringContaining('does not accept the key'),
    ]);
    const keyless = await run(['status', '--no-auth']);
    expect([keyless.code, sentenceOf(keyless)]).toEqual([2, expect.stringContaining('leave out --no-auth')]);
    const wrongKeyZh = await run(['status'], {
      ...chinese,
      [variable('SECRET_KEY')]: 'linhaifeng bang bang bang1111',
    });
    expect(sentenceOf(wrongKeyZh)).toContain('不接受这个密钥');

    const signedIn = await run(['echo', 'x', '--user', 'alex', '--password-stdin'], env, 'alex3714\n');
    expect(signedIn).toMatchObject({ code: 0, stdout: 'X\n', stderr: '' });
    const refused = await run(['echo', 'x', '--user', 'alex'], { ...env, [variable('PASSWORD')]: 'wrong' });
    expect([refused.code, refused.stdout]).toEqual([3, '']);
    const told = await run(['echo', 'x', '--user', 'alex', '--json'], {
      ...env,
      [variable('PASSWORD')]: 'wrong',
    });
    expect(JSON.parse(told.stdout)).toMatchObject({ error: { code: 'wrong_credentials' } });

    const unknown = await run(['nope']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/nope/);

    server.program.kill('SIGKILL');
    await server.program.ended;
    expect((await run(['status'])).code).toBe(5);
  });
});

describe('the help', () => {
  it('needs no server and no key', async () => {
    using home = new Home();
    for (const args of [[], ['--help'], ['127.0.0.1:1', 'echo', '--help']]) {
      const ended = await runConnect(args, { home: home.path });
      expect(ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('HOST:PORT') });
    }
    const version = await runConnect(['--version'], { home: home.path });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
