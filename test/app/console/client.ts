import { PassThrough, Writable } from 'node:stream';
import { expect } from 'vitest';
import { openConsole } from '#core/console/client/console.ts';
import { AppError } from '#core/errors.ts';
import { toClientError } from '#core/net/client/errors.ts';
import type { Address } from '#lib/net/address.ts';
import { connect } from '#lib/net/connect.ts';
import { ConnectionLost } from '#lib/net/connection.ts';
import type { Home } from '#test/kit/home.ts';
import { openChaosProxy } from '#test/kit/net/chaos-proxy.ts';
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
  readonly password?: string;
  readonly exiting?: AbortSignal;
}

/** The client without a terminal. @returns its exit code, and its output. */
export async function runClient(
  address: Address,
  line: string,
  { id = 'x', input = '', password = '123', exiting }: Options = {},
) {
  const [stdout, stderr] = [new Shown(), new Shown()];
  const stdin = new PassThrough();
  stdin.end(input);
  let connections = 0;
  const exit = await openConsole({
    args: line === '' ? [] : line.split(' '),
    wantsJson: false,
    language: 'en',
    secrets: async (question) => (question === 'password' ? password : undefined),
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
    onJobControl: () => () => {},
    stdin,
    stdout,
    stderr,
    env: {},
  });
  return { exit, stdout: stdout.text, stderr: stderr.text, connections };
}

/** A command with an effect, which is refused a second time. */
export const register = 'register --name carol --json';
/** Long enough for a new one. */
export const newPassword = 'a long password';

/** How often that command has run. */
export const runsOf = (home: Home, command: string): number =>
  home.log().split(`控制台 (console) ${command} `).length - 1;

export interface ChaosOptions {
  /** The command lines, by the ids with which they are sent. */
  readonly lines: ReadonlyMap<string, string>;
  readonly password?: string;
  /** Checks the output of one command. */
  expectDone(id: string, stdout: string): void;
}

/** Sends commands over a network with latency, slices of a byte, and resets. Each is sent until it is answered, as a user would. */
export async function sendThroughChaos(
  home: Home,
  { lines, password, expectDone }: ChaosOptions,
): Promise<void> {
  await using server = await ConsoleServer.open(home);
  await using proxy = await openChaosProxy({
    target: server.address,
    seed: 7,
    latencyMs: 3,
    sliceBytes: 1,
    resetChance: 0.5,
    resetWithinBytes: 900,
  });
  const untilDone = async (id: string, line: string): Promise<void> => {
    try {
      const { exit, stdout } = await runClient(proxy.address, line, { id, ...(password && { password }) });
      expect(exit).toBe(0);
      expectDone(id, stdout);
    } catch (error) {
      const isLost = error instanceof ConnectionLost || (error instanceof AppError && error.exitCode === 5);
      if (!isLost) throw error;
      await untilDone(id, line);
    }
  };
  const waiting = [...lines];
  const people = Array.from({ length: 8 }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await untilDone(...next);
  });
  await Promise.all(people);
  // Otherwise the network was not bad enough for a test.
  expect(proxy.resets).toBeGreaterThan(lines.size / 10);
}
