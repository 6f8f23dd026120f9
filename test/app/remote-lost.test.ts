import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { openConsole } from '#core/client/console.ts';
import { clientErrorOf } from '#core/client/errors.ts';
import type { Address } from '#lib/net/address.ts';
import { connect } from '#lib/net/connect.ts';
import { ConnectionLost } from '#lib/net/connection.ts';
import { Left } from '#lib/terminal/terminal.ts';
import { Home } from '#test/home.ts';
import { openLossyProxy } from '#test/net/lossy-proxy.ts';
import { below, seededRandom } from '#test/net/random.ts';
import { run } from '#test/run.ts';
import { ConsoleServer } from './open-console-server.ts';

/** The server's answer to hello, which every connection begins with, and all of the answer to a command. */
const helloBytes = 40;

class Shown extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

interface Parts {
  readonly id?: string;
  readonly input?: string;
  readonly leaving?: AbortSignal;
}

/** The client without a terminal. @returns its exit code, and what it has shown. */
async function runClient(address: Address, line: string, { id = 'x', input = '', leaving }: Parts = {}) {
  const [stdout, stderr] = [new Shown(), new Shown()];
  const stdin = new PassThrough();
  stdin.end(input);
  let connections = 0;
  const exit = await openConsole({
    args: line === '' ? [] : line.split(' '),
    wantsJson: false,
    language: 'en',
    secrets: async (question) => (question === 'password' ? '123' : undefined),
    async connect() {
      connections++;
      try {
        return await connect({ address, key: undefined, timeoutMs: 5_000 });
      } catch (error) {
        throw clientErrorOf(error, 'there') ?? error;
      }
    },
    newId: () => id,
    leaving: leaving ?? new AbortController().signal,
    suspend: (resume) => resume(),
    stdin,
    stdout,
    stderr,
    env: {},
  });
  return { exit, stdout: stdout.text, stderr: stderr.text, connections };
}

const transfer = 'transfer --user egon --to alex --amount 1 --json';
const movements = (home: Home) => home.all(`select id from journal where kind = 'transfer'`).length;

describe('a command whose connection is lost', () => {
  test.each([
    ['before anything is answered', helloBytes],
    ['in the middle of the answer', 120],
  ])('%s is sent again, and nobody notices', async (_, answerBytesMax) => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const proxy = await openLossyProxy(server.address, (number) => (number < 2 ? { answerBytesMax } : {}));
    const { exit, stdout, stderr, connections } = await runClient(proxy, transfer);
    expect([exit, stderr, connections]).toEqual([0, '', 3]);
    expect(JSON.parse(stdout)).toMatchObject({ id: 'x', status: 'created' });
    expect(movements(home)).toBe(1);
  });

  test('three times is lost', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const proxy = await openLossyProxy(server.address, () => ({ answerBytesMax: helloBytes }));
    await expect(runClient(proxy, transfer)).rejects.toThrow(ConnectionLost);
    expect(movements(home)).toBe(1);
  });

  test('and whose server is gone for good is lost, not unreachable', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const proxy = await openLossyProxy(server.address, (number) =>
      number === 0 ? { answerBytesMax: helloBytes } : { answerBytesMax: 0 },
    );
    await expect(runClient(proxy, transfer)).rejects.toThrow(ConnectionLost);
  });

  test('is not sent again once somebody has been asked', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    let connections = 0;
    const proxy = await openLossyProxy(server.address, () => {
      connections++;
      return { answerBytesMax: 150 };
    });
    await expect(runClient(proxy, '', { input: 'egon\n123\n2\n' })).rejects.toThrow(ConnectionLost);
    expect(connections).toBe(1);
  });
});

test('100 transfers over a way that tears and loses: each is done exactly once', async () => {
  using home = new Home();
  await using server = await ConsoleServer.open(home);
  const random = seededRandom(7);
  const proxy = await openLossyProxy(server.address, () => ({
    ...(random() < 0.4 ? { answerBytesMax: helloBytes + below(random, 220) } : {}),
    pieceBytes: 1 + below(random, 40),
  }));
  /** As a person would: until it is answered. */
  const untilDone = async (id: string): Promise<number> => {
    try {
      const { exit, stdout } = await runClient(proxy, transfer, { id });
      expect(JSON.parse(stdout)).toMatchObject({ id, status: 'created' });
      return exit;
    } catch (error) {
      if (error instanceof ConnectionLost) return untilDone(id);
      throw error;
    }
  };
  const ids = Array.from({ length: 100 }, (_, number) => `n${number}`);
  const exits: number[] = [];
  // A few at a time, as a few people would.
  const people = Array.from({ length: 8 }, async () => {
    for (let id = ids.shift(); id !== undefined; id = ids.shift()) exits.push(await untilDone(id));
  });
  await Promise.all(people);
  expect(exits).toEqual(Array(100).fill(0));
  expect(movements(home)).toBe(100);
  expect(await run(['audit'], { home: home.path })).toMatchObject({ code: 0 });
});

test('a command line that no header holds is refused', async () => {
  using home = new Home();
  await using server = await ConsoleServer.open(home);
  await expect(runClient(server.address, `balance --user ${'x'.repeat(6_200)}`)).rejects.toMatchObject({
    code: 'too_long',
    exitCode: 2,
  });
  const { exit } = await runClient(server.address, `balance --user ${'x'.repeat(6_000)}`);
  expect(exit).toBe(3);
});

test('who leaves while nobody asks anything does not wait for the server', async () => {
  using home = new Home();
  await using server = await ConsoleServer.open(home);
  await runClient(server.address, 'balance --user egon', { id: 'y' });
  using rival = home.openDatabase();
  rival.exec('begin immediate');
  const leaving = new AbortController();
  const left = runClient(server.address, transfer, { leaving: leaving.signal });
  await vi.waitFor(() => expect(home.log()).toContain('控制台 (console) transfer'));
  leaving.abort(new Left('interrupt'));
  await expect(left).rejects.toThrow(new Left('interrupt'));
  rival.exec('commit');
});
