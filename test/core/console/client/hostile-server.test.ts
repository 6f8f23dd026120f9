import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type ConsoleClientOptions, openConsole } from '#core/console/client/console.ts';
import type { Handler } from '#lib/net/connection.ts';
import { answering, exitOrRefusal, openHostile } from '#test/kit/net/hostile-server.ts';

class Shown extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function runConsole(handler: Handler, changes: Partial<ConsoleClientOptions> = {}) {
  await using server = await openHostile('console', handler);
  const connection = await server.connect();
  const [stdout, stderr] = [new Shown(), new Shown()];
  const options: ConsoleClientOptions = {
    args: [],
    wantsJson: false,
    language: 'en',
    secrets: async () => undefined,
    connect: async () => connection,
    newId: () => 'x',
    exiting: new AbortController().signal,
    suspend: (resume) => resume(),
    onJobControl: () => () => {},
    stdin: new PassThrough(),
    stdout,
    stderr,
    env: {},
    ...changes,
  };
  return { exit: await openConsole(options), shown: stdout.text };
}

describe('the exit code of an answer', () => {
  it.each([256, -1, 3.5, 1e300, '0', null, undefined, [0], { valueOf: 0 }])(
    '%j is refused as foreign_server',
    async (exit) => {
      expect(await exitOrRefusal(runConsole(answering({ exit })))).toBe('foreign_server');
    },
  );

  it.each([0, 1, 255])('%j is used', async (exit) => {
    expect(await exitOrRefusal(runConsole(answering({ exit })))).toBe(exit);
  });
});

describe('a console', () => {
  /** Asks to stop the console before it is open, and after. */
  const suspending: Handler = async (_, connection) => {
    for (const header of [{ suspend: true }, { input: true }, { suspend: true }])
      await connection.send(header);
    await connection.send({ status: 'ok', exit: 0 });
  };
  const counting = () => {
    let stops = 0;
    const suspend = (resume: () => void): void => {
      stops++;
      resume();
    };
    return { suspend, stops: () => stops };
  };

  it('without a keyboard is not stopped', async () => {
    const { suspend, stops } = counting();
    expect(await runConsole(suspending, { suspend })).toEqual({ exit: 0, shown: '' });
    expect(stops()).toBe(0);
  });

  it('with a keyboard is stopped when it is open, not before', async () => {
    const { suspend, stops } = counting();
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    expect(await runConsole(suspending, { suspend, stdin })).toMatchObject({ exit: 0 });
    expect(stops()).toBe(1);
  });
});
