import { PassThrough, Writable } from 'node:stream';
import { expect } from 'vitest';
import { openConsole } from '#core/console/client/console.ts';
import { AppError } from '#core/errors.ts';
import { toClientError } from '#core/net/client/errors.ts';
import type { Address } from '#lib/net/address.ts';
import { connect } from '#lib/net/connect.ts';
import { ConnectionLost } from '#lib/net/connection.ts';
import { Home } from '#test/kit/home.ts';
import { openChaosProxy } from '#test/kit/net/chaos-proxy.ts';
import { run } from '#test/kit/run.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { ConsoleServer } from './open-console-server.ts';

class Shown extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

interface Options {
  readonly id?: string;
  readonly input?: string;
  readonly exiting?: AbortSignal;
}

/** The client without a terminal. @returns its exit code, and what it has shown. */
export async function runClient(
  address: Address,
  line: string,
  { id = 'x', input = '', exiting }: Options = {},
) {
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
        return await connect({ address, key: undefined, timeoutMs: patienceMs });
      } catch (error) {
        throw toClientError(error, 'there') ?? error;
      }
    },
    newId: () => id,
    exiting: exiting ?? new AbortController().signal,
    suspend: (resume) => resume(),
    stdin,
    stdout,
    stderr,
    env: {},
  });
  return { exit, stdout: stdout.text, stderr: stderr.text, connections };
}

export const transfer = 'transfer --user egon --to alex --amount 1 --json';
export const movements = (home: Home): number =>
  home.all(`select id from journal where kind = 'transfer'`).length;

/** Latency, slices of a byte, and resets between client and server, while people transfer: every transfer happens once. */
export async function transferThroughChaos(count: number): Promise<void> {
  using home = new Home();
  await using server = await ConsoleServer.open(home);
  await using proxy = await openChaosProxy({
    target: server.address,
    seed: 7,
    latencyMs: 3,
    sliceBytes: 1,
    resetChance: 0.5,
    resetWithinBytes: 900,
  });
  /** As a person would: until it is answered. */
  const untilDone = async (id: string): Promise<void> => {
    try {
      const { exit, stdout } = await runClient(proxy.address, transfer, { id });
      expect([exit, JSON.parse(stdout)]).toMatchObject([0, { id, status: 'created' }]);
    } catch (error) {
      const isLost = error instanceof ConnectionLost || (error instanceof AppError && error.exitCode === 5);
      if (!isLost) throw error;
      await untilDone(id);
    }
  };
  const ids = Array.from({ length: count }, (_, number) => `n${number}`);
  const people = Array.from({ length: 8 }, async () => {
    for (let id = ids.shift(); id !== undefined; id = ids.shift()) await untilDone(id);
  });
  await Promise.all(people);
  // Otherwise the network was not bad enough to mean anything.
  expect(proxy.resets).toBeGreaterThan(count / 10);
  expect(movements(home)).toBe(count);
  expect(await run(['audit'], { home: home.path })).toMatchObject({ code: 0 });
}
