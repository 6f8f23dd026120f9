import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { openConsole } from '#core/console/client/console.ts';
import type { Connection, Header } from '#lib/net/connection.ts';
import { ExitRequested } from '#lib/terminal/terminal.ts';
import { openHostile } from '#test/kit/net/hostile-server.ts';

/** A window, and the process that is its client. */
class Window extends Writable {
  readonly isTTY = true;
  readonly modes: boolean[] = [];
  readonly stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean) => this.modes.push(on),
  });
  readonly #exiting = new AbortController();
  columns = 100;
  rows = 40;
  suspend: (resume: () => void) => void = (resume) => resume();

  resize(columns: number): void {
    this.columns = columns;
    this.emit('resize');
  }

  leave(exit: ExitRequested): void {
    this.#exiting.abort(exit);
  }

  override _write(_chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    done();
  }

  /** Runs the client in front of a server that does as `serve` says. */
  async run(serve: (connection: Connection, request: Header) => Promise<void>): Promise<number> {
    await using server = await openHostile('console', async ({ header }, connection) => {
      await serve(connection, header);
      await connection.send({ status: 'ok', exit: 0 });
    });
    const connection = await server.connect();
    const { stdin, suspend } = this;
    return await openConsole({
      args: [],
      wantsJson: false,
      language: 'en',
      secrets: async () => undefined,
      connect: async () => connection,
      newId: () => 'x',
      exiting: this.#exiting.signal,
      suspend: (resume) => suspend(resume),
      onJobControl: () => () => {},
      stdin,
      stdout: this,
      stderr: new PassThrough(),
      env: {},
    });
  }
}

const headerFrom = async (connection: Connection): Promise<Header | undefined> =>
  (await connection.receive())?.header;

test('a window that is resized before the first prompt: the server gets the new size first of all', async () => {
  const window = new Window();
  await window.run(async (connection, request) => {
    expect(request['terminal']).toMatchObject({ columns: 100, rows: 40 });
    window.resize(50);
    await connection.send({ input: true });
    expect(await headerFrom(connection)).toEqual({ cmd: 'resize', columns: 50, rows: 40 });
  });
});

test('a window that keeps its size: the server hears of none', async () => {
  const window = new Window();
  await window.run(async (connection) => {
    await connection.send({ input: true });
    await connection.send({ suspend: true });
    expect((await headerFrom(connection))?.['cmd']).toBe('resize');
    expect(await headerFrom(connection)).toEqual({ cmd: 'resume' });
  });
});

test('a window that is resized many times in a row: one frame, with the last size', async () => {
  const window = new Window();
  await window.run(async (connection) => {
    await connection.send({ input: true });
    await expect.poll(() => window.modes).toEqual([true]);
    for (const columns of [50, 30, 120]) window.resize(columns);
    expect(await headerFrom(connection)).toEqual({ cmd: 'resize', columns: 120, rows: 40 });
    window.stdin.write('a');
    expect((await headerFrom(connection))?.['cmd']).toBe('input');
  });
});

test('a window that is resized while the client is stopped: the size comes before the prompt opens again', async () => {
  const window = new Window();
  window.suspend = (resume) => {
    // As for a stopped process: no event tells it.
    window.columns = 50;
    resume();
  };
  await window.run(async (connection) => {
    await connection.send({ input: true });
    await connection.send({ suspend: true });
    expect(await headerFrom(connection)).toEqual({ cmd: 'resize', columns: 50, rows: 40 });
    expect(await headerFrom(connection)).toEqual({ cmd: 'resume' });
  });
});

test('a client that ends while it is stopped leaves the terminal to the shell', async () => {
  const window = new Window();
  let resume = (): void => {};
  window.suspend = (resumed) => {
    resume = resumed;
    window.leave(new ExitRequested('hangup'));
  };
  const run = window.run(async (connection) => {
    await connection.send({ input: true });
    await connection.send({ suspend: true });
  });
  await expect(run).rejects.toEqual(new ExitRequested('hangup'));
  const modes = [...window.modes];
  expect(modes.at(-1)).toBe(false);
  resume();
  await new Promise(setImmediate);
  expect(window.modes).toEqual(modes);
  expect(window.stdin.isPaused()).toBe(true);
});
