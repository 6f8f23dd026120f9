import { describe, expect, test, vi } from 'vitest';
import type { FrameConnection } from '#lib/net/frame-connection.ts';
import { Home } from '#test/kit/home.ts';
import { waiting } from '#test/kit/waiting.ts';
import { script, transferAtOnce } from './many-consoles.ts';
import { answerOn, ConsoleServer, commandOf, passwordOf, send } from './open-console-server.ts';

const transfer = 'transfer --user egon --to alex --amount 1 --json';
const movements = (home: Home) => home.all(`select id from journal where kind = 'transfer'`).length;

describe('a command that is sent again with its id', () => {
  test('happens once, and is answered the same', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const first = await send(server, commandOf('once', transfer));
    const second = await send(server, commandOf('once', transfer));
    expect(first.last).toEqual({ status: 'ok', exit: 0 });
    expect(JSON.parse(first.shown)).toMatchObject({ id: 'once', status: 'created' });
    expect(second).toEqual(first);
    expect(movements(home)).toBe(1);
    expect(home.log().match(/转账 \(transfer\)/g)).toHaveLength(1);
  });

  test('while it runs, at many connections at once', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send(server, commandOf('once', transfer))),
    );
    expect(new Set(answers.map(({ shown }) => shown)).size).toBe(1);
    expect(home.log().match(/转账 \(transfer\)/g)).toHaveLength(1);
  });

  test('its client may be gone before it is done: it is done, and answered to the next', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const lost = await server.connect();
    await lost.send(commandOf('once', transfer), passwordOf('123'));
    await new Promise((resolve) => setImmediate(resolve));
    lost.lose('test');
    const { shown } = await send(server, commandOf('once', transfer));
    expect(JSON.parse(shown)).toMatchObject({ id: 'once', status: 'created' });
    expect(movements(home)).toBe(1);
  });

  test('after a restart it moves no money either', async () => {
    using home = new Home();
    {
      await using server = await ConsoleServer.open(home);
      await send(server, commandOf('once', transfer));
    }
    await using server = await ConsoleServer.open(home);
    const { shown, last } = await send(server, commandOf('once', transfer));
    expect(last).toEqual({ status: 'ok', exit: 0 });
    expect(JSON.parse(shown)).toMatchObject({ id: 'once', status: 'exists' });
    expect(movements(home)).toBe(1);
  });

  test('a refusal is repeated, too', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const tooMuch = commandOf('once', 'transfer --user alex --to egon --amount 99999999999');
    const alex = passwordOf('alex3714');
    const first = await send(server, tooMuch, alex);
    expect([first.shown, first.last]).toEqual([
      'Insufficient funds. Take less, or deposit first.\n',
      { status: 'ok', exit: 4 },
    ]);
    expect(await send(server, tooMuch, alex)).toEqual(first);
    expect(home.log().match(/登录成功/g)).toHaveLength(1);
  });

  test('a guess at the password of a command that was answered is a guess', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    await send(server, commandOf('once', transfer));
    const { shown, last } = await send(server, commandOf('once', transfer), passwordOf('guess'));
    expect([JSON.parse(shown), last]).toEqual([
      { error: expect.objectContaining({ code: 'wrong_credentials' }) },
      { status: 'ok', exit: 3 },
    ]);
  });
});

test('commands one after the other on one connection', async () => {
  using home = new Home();
  await using server = await ConsoleServer.open(home);
  const connection = await server.connect();
  const ids = Array.from({ length: 10 }, (_, number) => `n${number}`);
  for (const id of ids) void connection.send(commandOf(id, transfer), passwordOf('123'));
  for (const id of ids) expect(JSON.parse((await answerOn(connection)).shown)).toMatchObject({ id });
  expect(movements(home)).toBe(10);
});

test('61 consoles at once, people and scripts, each transferring: the totals are right', () =>
  transferAtOnce(61));

test('a long script does not hold up anybody else', async () => {
  using home = new Home();
  await using server = await ConsoleServer.open(home);
  let isOver = false;
  const long = script(await server.connect(), 'x', `egon\n123\n${'deposit\n1\n'.repeat(800)}`).then(() => {
    isOver = true;
  });
  for (let number = 0; number < 3; number++)
    await send(server, commandOf(`b${number}`, 'balance --user alex'), passwordOf('alex3714'));
  expect(isOver).toBe(false);
  await long;
});

test('frames that come together are taken one a turn, with everybody else in between', async () => {
  using home = new Home();
  await using server = await ConsoleServer.open(home);
  const connection = await server.connect();
  const terminal = { kind: 'keys', columns: 80, rows: 24, colours: false };
  await connection.send({ cmd: 'console', id: 'x', language: 'en', terminal });
  await untilShown(connection, 'Name');
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  count();
  const frames = 1_000;
  for (let number = 0; number < frames; number++) void connection.send({ cmd: 'resume' });
  void connection.send({ cmd: 'leave', reason: 'end' });
  await answerOn(connection);
  isOver = true;
  expect(turns).toBeGreaterThan(frames);
});

describe('frames that make no sense', () => {
  const terminal = { kind: 'lines', colours: false };
  const console = { cmd: 'console', id: 'x', language: 'en', terminal };

  test('to open one: an error, and the connection goes on', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const connection = await server.connect();
    for (const bad of [{ id: '' }, { args: [1] }, { language: 'fr' }, { terminal: { kind: 'keys' } }]) {
      const { last } = await send(server, { ...console, ...bad }, undefined, connection);
      expect(last).toMatchObject({ status: 'error', code: 'bad_request', exitCode: 2 });
    }
    const { last } = await send(server, commandOf('y', 'balance --user egon'), undefined, connection);
    expect(last).toEqual({ status: 'ok', exit: 0 });
  });

  test.each([
    { cmd: 'resize', columns: 0, rows: 24 },
    { cmd: 'resize', columns: 1e9, rows: 24 },
    { cmd: 'leave', reason: 'bored' },
    { cmd: 'dance' },
    {},
  ])('within one: it ends with an error, and the connection goes on: %j', async (bad) => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const connection = await server.connect();
    await connection.send({ ...console, terminal: { ...terminal, kind: 'keys' } });
    await untilShown(connection, 'Name');
    await connection.send(bad);
    expect((await answerOn(connection)).last).toMatchObject({ status: 'error', code: 'bad_request' });
    const { last } = await send(server, commandOf('y', 'balance --user egon'), undefined, connection);
    expect(last).toEqual({ status: 'ok', exit: 0 });
  });
});

test('a client that reads nothing is cut off, and the others are served', async () => {
  using home = new Home();
  await using server = await ConsoleServer.open(home);
  const signIn = 'egon\n123\n';
  await script(await server.connect(), 'rich', `${signIn}${'deposit\n1\n'.repeat(300)}`);
  const deaf = await server.connect();
  await deaf.send({
    cmd: 'console',
    id: 'deaf',
    language: 'en',
    terminal: { kind: 'lines', colours: false },
  });
  // More than the system takes in on the way.
  void deaf.send({ cmd: 'input' }, Buffer.from(`${signIn}${'statement\n\n\n'.repeat(1_000)}`));
  expect((await send(server, commandOf('y', 'balance --user egon'))).last).toEqual({ status: 'ok', exit: 0 });
  // The deaf one cannot hear of it: what was sent before still lies in front of it.
  const cutOff = /too slow a reader, cut off\) c\d+\][\s\S]*断开 \(disconnected\) c\d+ slow/;
  await vi.waitFor(() => expect(home.log()).toMatch(cutOff), waiting);
});

describe('a console where nobody answers', () => {
  const terminal = { kind: 'keys', columns: 80, rows: 24, colours: false };
  const sentence = 'Nobody signed in for a while, and the console was closed. Start it again to sign in.\n';

  test.each([
    ['the menu', terminal, [], ''],
    ['a script', { kind: 'lines', colours: false }, [], ''],
    ['a command that asks', terminal, ['register'], ''],
    ['a client that is stopped (Ctrl-Z)', terminal, [], '\x1a'],
    ['somebody who signed out', terminal, [], 'egon\r123\rSign out\r'],
  ])('is ended while nobody is signed in: %s', async (_, terminal, args, typed) => {
    using home = new Home();
    await using server = await ConsoleServer.open(home, { idleTimeoutMs: 200 });
    const connection = await server.connect();
    await connection.send({ cmd: 'console', id: 'x', args, language: 'en', terminal });
    if (typed !== '') void connection.send({ cmd: 'input' }, Buffer.from(typed));
    const { shown, last } = await answerOn(connection);
    expect(last).toEqual({ status: 'ok', exit: 3 });
    expect(shown.endsWith(sentence)).toBe(true);
    await vi.waitFor(() => expect(home.log()).toMatch(/很久无人登录 \(nobody signed in\) c\d+/), waiting);
  });

  test('stays while somebody is', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home, { idleTimeoutMs: 200 });
    const connection = await server.connect();
    await connection.send({ cmd: 'console', id: 'x', language: 'en', terminal });
    void connection.send({ cmd: 'input' }, Buffer.from('egon\r123\r'));
    await untilShown(connection, 'Choose');
    for (let number = 0; number < 3; number++) {
      const other = await server.connect();
      await other.send({ cmd: 'console', id: `y${number}`, language: 'en', terminal });
      expect((await answerOn(other)).last).toEqual({ status: 'ok', exit: 3 });
    }
    void connection.send({ cmd: 'input' }, Buffer.from('\x04'));
    expect((await answerOn(connection)).last).toEqual({ status: 'ok', exit: 0 });
  });
});

test('a script whose connection is lost stops where it is, whatever has been sent ahead', async () => {
  using home = new Home();
  await using server = await ConsoleServer.open(home);
  const connection = await server.connect();
  await connection.send({
    cmd: 'console',
    id: 'x',
    language: 'en',
    terminal: { kind: 'lines', colours: false },
  });
  const ahead = 2_000;
  void connection.send({ cmd: 'input' }, Buffer.from(`egon\n123\n${'deposit\n1\n'.repeat(ahead)}`));
  await untilShown(connection, 'Deposited');
  connection.lose('test');
  await vi.waitFor(() => expect(home.log()).toContain('离开 (left) hangup'), waiting);
  expect(home.all(`select id from journal where kind = 'deposit'`).length).toBeLessThan(ahead / 2);
});

async function untilShown(connection: FrameConnection, text: string): Promise<void> {
  for (let shown = ''; !shown.includes(text); ) {
    const frame = await connection.receive();
    if (frame === undefined) throw new Error(`the connection ended after: ${shown}`);
    for await (const chunk of frame.body) shown += chunk.toString();
  }
}
