import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type ConsoleClientOptions, openConsole } from '#core/console/client/console.ts';
import { exec } from '#core/exec/verb.ts';
import { toClientError } from '#core/net/client/errors.ts';
import type { Client, Verb } from '#core/net/client/verb.ts';
import { status } from '#core/net/status/verb.ts';
import { connect } from '#lib/net/connect.ts';
import type { Connection, Handler } from '#lib/net/connection.ts';
import { afterTest } from '#test/kit/net/cleanups.ts';
import { serverKey as key, openTestServices } from '#test/kit/net/open-test-services.ts';
import { patienceMs } from '#test/kit/waiting.ts';

class Shown extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** One that knows the key, and answers whatever it likes. */
async function connectTo(handler: Handler): Promise<Connection> {
  const handlers = { console: handler, exec: handler, status: handler, cancel: () => {} };
  const { main } = await openTestServices({ services: [{ name: 'hostile', handlers }] });
  const connection = await connect({ address: main, key, timeoutMs: patienceMs });
  afterTest(() => connection.lose('done'));
  return connection;
}

const answering =
  (header: Readonly<Record<string, unknown>>): Handler =>
  (_, connection) =>
    connection.send({ status: 'ok', ...header });

async function runVerb(verb: Verb, handler: Handler, changes: Partial<Client> = {}) {
  const connection = await connectTo(handler);
  let printed = '';
  const client = {
    words: ['name'],
    exiting: new AbortController().signal,
    wantsJson: false,
    print(text) {
      printed += `${text}\n`;
    },
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    connect: async () => connection,
    ...changes,
  } satisfies Partial<Client>;
  return { exit: await verb.run(client as never), printed };
}

async function runConsole(handler: Handler, changes: Partial<ConsoleClientOptions> = {}) {
  const connection = await connectTo(handler);
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
    stdin: new PassThrough(),
    stdout,
    stderr,
    env: {},
    ...changes,
  };
  return { exit: await openConsole(options), shown: stdout.text };
}

const exitCode = async (run: Promise<{ exit: unknown }>): Promise<unknown> => {
  try {
    return (await run).exit;
  } catch (error) {
    const refusal = toClientError(error, 'there');
    if (refusal === undefined) throw error;
    return refusal.code;
  }
};

describe('an exit code that is none', () => {
  it.each([256, -1, 3.5, 1e300, '0', null, undefined, [0], { valueOf: 0 }])(
    '%j is not ours',
    async (exit) => {
      const handler = answering({ exit });
      expect(await exitCode(runVerb(exec, handler))).toBe('not_ours');
      expect(await exitCode(runVerb(exec, handler, { wantsJson: true }))).toBe('not_ours');
      expect(await exitCode(runConsole(handler))).toBe('not_ours');
    },
  );

  it.each([0, 1, 255])('%j is one', async (exit) => {
    const handler = answering({ exit });
    expect(await exitCode(runVerb(exec, handler))).toBe(exit);
    expect(await exitCode(runConsole(handler))).toBe(exit);
  });

  it.each([
    ['SIGKILL', 137],
    ['__proto__', 128],
    ['constructor', 128],
    ['SIGNOTHING', 128],
  ])('a signal %s is %i', async (signal, expected) => {
    expect(await exitCode(runVerb(exec, answering({ signal })))).toBe(expected);
  });
});

describe('a status that is nested as deep as a header holds', () => {
  const nested = JSON.parse(`${'['.repeat(4_000)}${']'.repeat(4_000)}`);

  it('is shown as far as makes sense', async () => {
    const { printed } = await runVerb(status, answering({ x: nested, y: 1 }));
    expect(printed).toBe('x.0.0.0.0.0.0.0  …\ny  1\n');
  });

  it('is JSON as it is', async () => {
    const { printed } = await runVerb(status, answering({ x: nested }), { wantsJson: true });
    expect(JSON.parse(printed)).toEqual({ x: expect.any(Array) });
  });
});

describe('a console', () => {
  it('that has no keys is not stopped', async () => {
    let stops = 0;
    const suspend = (resume: () => void): void => {
      stops++;
      resume();
    };
    const handler: Handler = async (_, connection) => {
      for (const header of [{ suspend: true }, { input: true }, { suspend: true }])
        await connection.send(header);
      await connection.send({ status: 'ok', exit: 0 });
    };
    expect(await runConsole(handler, { suspend })).toEqual({ exit: 0, shown: '' });
    expect(stops).toBe(0);
  });

  it('that has some is stopped when it is open, not before', async () => {
    let stops = 0;
    const suspend = (resume: () => void): void => {
      stops++;
      resume();
    };
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const handler: Handler = async (_, connection) => {
      for (const header of [{ suspend: true }, { input: true }, { suspend: true }])
        await connection.send(header);
      await connection.send({ status: 'ok', exit: 0 });
    };
    expect(await runConsole(handler, { suspend, stdin })).toMatchObject({ exit: 0 });
    expect(stops).toBe(1);
  });
});
