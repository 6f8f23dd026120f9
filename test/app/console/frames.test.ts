import { describe, expect, test, vi } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { alex, egon, yuanhao } from '#test/kit/users.ts';
import { waiting } from '#test/kit/waiting.ts';
import { runsOf } from './client.ts';
import { Count } from './count.ts';
import {
  answerOn,
  ConsoleServer,
  commandOf,
  passwordOf,
  person,
  script,
  send,
  untilShown,
} from './open-console-server.ts';

/** A command that is refused a second time. */
const register = 'register --name carol --json';
const password = passwordOf('a long password');

describe('a command that is sent again with its id', () => {
  test('happens once, and gets the same answer', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const first = await send(server, commandOf('once', register), password);
    const second = await send(server, commandOf('once', register), password);
    expect(first).toEqual({ shown: '{"user":"carol"}\n', last: { status: 'ok', exit: 0 } });
    expect(second).toEqual(first);
    expect(runsOf(home, 'register')).toBe(1);
  });

  test('happens once at many connections while it runs', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send(server, commandOf('once', register), password)),
    );
    expect(new Set(answers.map(({ shown }) => shown)).size).toBe(1);
    expect(runsOf(home, 'register')).toBe(1);
  });

  test('is finished when its client has gone, and answered to the next client', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const lost = await server.connect();
    await lost.send(commandOf('once', register), password);
    await new Promise((resolve) => setImmediate(resolve));
    lost.lose('test');
    const { shown } = await send(server, commandOf('once', register), password);
    expect(JSON.parse(shown)).toEqual({ user: 'carol' });
  });

  test('gets the same refusal again', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const taken = commandOf('once', 'register --name egon');
    const first = await send(server, taken, password);
    expect([first.shown, first.last]).toEqual([
      'The name egon is taken. Choose another.\n',
      { status: 'ok', exit: 4 },
    ]);
    expect(await send(server, taken, password)).toEqual(first);
    expect(runsOf(home, 'register')).toBe(1);
  });

  test('counts a wrong password, also after it was answered', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const whoami = commandOf('once', 'whoami --user egon --json');
    expect(JSON.parse((await send(server, whoami)).shown)).toMatchObject({ user: 'egon' });
    const { shown, last } = await send(server, whoami, passwordOf('guess'));
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
  for (const id of ids) void connection.send(commandOf(id, `register --name ${id} --json`), password);
  for (const user of ids) expect(JSON.parse((await answerOn(connection)).shown)).toEqual({ user });
});

test('60 consoles at once, with and without a terminal: each is answered for its own user', async () => {
  using home = new Home();
  const count = new Count();
  await using server = await ConsoleServer.open(home, { commands: [count] });
  const people = [egon, alex, yuanhao];
  // All are open before the first one types: drawing 50 screens takes this process seconds.
  const connections = await Promise.all(Array.from({ length: 60 }, () => server.connect()));
  const consoles = connections.map(async (connection, number) => {
    const [name, password] = people[number % people.length] ?? egon;
    const lines = [name, password, 'count', 'count', 'count', ''].join('\n');
    const id = `m${number}`;
    const { shown, last } = await (number % 4 > 0
      ? script(connection, { id, lines })
      : person(connection, { id, keys: `${lines.replaceAll('\n', '\r')}\x04` }));
    return { last, counted: shown.match(/Counted for \w+/g), expected: Array(3).fill(`Counted for ${name}`) };
  });
  for (const { last, counted, expected } of await Promise.all(consoles))
    expect([last, counted]).toEqual([{ status: 'ok', exit: 0 }, expected]);
  expect(count.runs).toBe(180);
});

test('a long script does not hold up other consoles', async () => {
  using home = new Home();
  await using server = await ConsoleServer.open(home);
  let isOver = false;
  const lines = `egon\n123\n${'whoami\n'.repeat(2_000)}`;
  const long = script(await server.connect(), { id: 'x', lines }).then(() => {
    isOver = true;
  });
  for (let number = 0; number < 3; number++)
    await send(server, commandOf(`b${number}`, 'whoami --user alex'), passwordOf('alex3714'));
  expect(isOver).toBe(false);
  await long;
});

test('frames that come together are handled one a turn, with other connections in between', async () => {
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

describe('malformed frames', () => {
  const terminal = { kind: 'lines', colours: false };
  const console = { cmd: 'console', id: 'x', language: 'en', terminal };

  test('to open a console get an error, and the connection goes on', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const connection = await server.connect();
    for (const bad of [{ id: '' }, { args: [1] }, { language: 'fr' }, { terminal: { kind: 'keys' } }]) {
      const { last } = await send(server, { ...console, ...bad }, undefined, connection);
      expect(last).toMatchObject({ status: 'error', code: 'bad_request', exitCode: 2 });
    }
    const { last } = await send(server, commandOf('y', 'whoami --user egon'), undefined, connection);
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
    const { last } = await send(server, commandOf('y', 'whoami --user egon'), undefined, connection);
    expect(last).toEqual({ status: 'ok', exit: 0 });
  });
});

test('a client that reads nothing is cut off, and the others are served', async () => {
  using home = new Home();
  await using server = await ConsoleServer.open(home, { commands: [new Count('x'.repeat(64 * 1024))] });
  const stalled = await server.connect();
  const terminal = { kind: 'lines', colours: false };
  await stalled.send({ cmd: 'console', id: 'stalled', language: 'en', terminal });
  // More than the buffers of the system hold.
  void stalled.send({ cmd: 'input' }, Buffer.from(`egon\n123\n${'count\n'.repeat(300)}`));
  expect((await send(server, commandOf('y', 'whoami --user egon'))).last).toEqual({ status: 'ok', exit: 0 });
  // The client that reads nothing cannot see the end: older bytes come before it.
  const cutOff = /too slow a reader, cut off\) c\d+\][\s\S]*断开 \(disconnected\) c\d+ slow/;
  await vi.waitFor(() => expect(home.log()).toMatch(cutOff), waiting);
});

describe('a console without answers', () => {
  const terminal = { kind: 'keys', columns: 80, rows: 24, colours: false };
  const sentence = 'No user signed in for a while, and the console was closed. Start it again to sign in.\n';

  test.each([
    ['the menu', terminal, [], ''],
    ['a script', { kind: 'lines', colours: false }, [], ''],
    ['a command that asks', terminal, ['register'], ''],
    ['a client that is stopped (Ctrl-Z)', terminal, [], '\x1a'],
    ['a user who signed out', terminal, [], 'egon\r123\rSign out\r'],
  ])('is ended while no user is signed in: %s', async (_, terminal, args, typed) => {
    using home = new Home();
    await using server = await ConsoleServer.open(home, { idleTimeoutMs: 200 });
    const connection = await server.connect();
    await connection.send({ cmd: 'console', id: 'x', args, language: 'en', terminal });
    if (typed !== '') void connection.send({ cmd: 'input' }, Buffer.from(typed));
    const { shown, last } = await answerOn(connection);
    expect(last).toEqual({ status: 'ok', exit: 3 });
    expect(shown.endsWith(sentence)).toBe(true);
    await vi.waitFor(() => expect(home.log()).toMatch(/很久无人登录 \(sign-in timeout\) c\d+/), waiting);
  });

  test('stays open while its user is active', async () => {
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

test('a script stops when its connection is lost, also with lines sent ahead', async () => {
  using home = new Home();
  const count = new Count();
  await using server = await ConsoleServer.open(home, { commands: [count] });
  const connection = await server.connect();
  const terminal = { kind: 'lines', colours: false };
  await connection.send({ cmd: 'console', id: 'x', language: 'en', terminal });
  const ahead = 4_000;
  void connection.send({ cmd: 'input' }, Buffer.from(`egon\n123\n${'count\n'.repeat(ahead)}`));
  await untilShown(connection, 'Counted');
  connection.lose('test');
  await vi.waitFor(() => expect(home.log()).toContain('离开 (left) hangup'), waiting);
  expect(count.runs).toBeLessThan(ahead / 2);
});
