import { expect, test, vi } from 'vitest';
import { bankHome } from '#test/kit/bank/home.ts';
import { waiting } from '#test/kit/waiting.ts';
import { ConsoleServer, commandOf, passwordOf, send, untilShown } from '../open-console-server.ts';
import { transferAtOnce } from './many-consoles.ts';
import { expectBooksRight, movements, transfer, transferThroughChaos } from './transfers.ts';

test('25 transfers over a bad network: each is done exactly once', () => transferThroughChaos(25));

test('a transfer sent again with its id moves money once, and gets the same answer', async () => {
  using home = bankHome();
  await using server = await ConsoleServer.open(home);
  const first = await send(server, commandOf('once', transfer));
  const again = await Promise.all(
    Array.from({ length: 20 }, () => send(server, commandOf('once', transfer))),
  );
  expect(JSON.parse(first.shown)).toMatchObject({ id: 'once', status: 'created' });
  expect(new Set(again.map(({ shown }) => shown))).toEqual(new Set([first.shown]));
  expect(movements(home)).toBe(1);
});

test('a transfer sent again after a restart of the server moves no money', async () => {
  using home = bankHome();
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

test('a refusal of the bank is repeated, too', async () => {
  using home = bankHome();
  await using server = await ConsoleServer.open(home);
  const tooMuch = commandOf('once', 'transfer --user alex --to egon --amount 99999999999');
  const first = await send(server, tooMuch, passwordOf('alex3714'));
  expect([first.shown, first.last]).toEqual([
    'Insufficient funds. Take less, or deposit first.\n',
    { status: 'ok', exit: 4 },
  ]);
  expect(await send(server, tooMuch, passwordOf('alex3714'))).toEqual(first);
  expect(home.log().match(/登录成功/g)).toHaveLength(1);
});

test('a script stops when its connection is lost, and the books are right', async () => {
  using home = bankHome();
  await using server = await ConsoleServer.open(home);
  const connection = await server.connect();
  const terminal = { kind: 'lines', colours: false };
  await connection.send({ cmd: 'console', id: 'x', language: 'en', terminal });
  const ahead = 2_000;
  void connection.send({ cmd: 'input' }, Buffer.from(`egon\n123\n${'deposit\n1\n'.repeat(ahead)}`));
  await untilShown(connection, 'Deposited');
  connection.lose('test');
  await vi.waitFor(() => expect(home.log()).toContain('离开 (left) hangup'), waiting);
  expect(home.all(`select id from journal where kind = 'deposit'`).length).toBeLessThan(ahead / 2);
  await expectBooksRight(home);
});

test('31 consoles at once, with and without a terminal, each transferring: the totals are right', () =>
  transferAtOnce(31));
