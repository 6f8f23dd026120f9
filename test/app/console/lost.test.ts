import { describe, expect, test, vi } from 'vitest';
import { ConnectionLost } from '#lib/net/connection.ts';
import { ExitRequested } from '#lib/terminal/terminal.ts';
import { Home } from '#test/kit/home.ts';
import { openLossyProxy } from '#test/kit/net/lossy-proxy.ts';
import { waiting } from '#test/kit/waiting.ts';
import { newPassword, register, runClient, runsOf, sendThroughChaos } from './client.ts';
import { ConsoleServer } from './open-console-server.ts';

/** The server's answer to hello, which every connection begins with, and all of the answer to a command. */
const helloBytes = 40;

describe('a command whose connection is lost', () => {
  test.each([
    ['before the answer', helloBytes],
    ['in the middle of the answer', 70],
  ])('%s is sent again, and its output does not tell', async (_, answerBytesMax) => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    using proxy = await openLossyProxy(server.address, (number) => (number < 2 ? { answerBytesMax } : {}));
    const { exit, stdout, stderr, connections } = await runClient(proxy.address, register, {
      password: newPassword,
    });
    expect([exit, stderr, connections]).toEqual([0, '', 3]);
    expect(JSON.parse(stdout)).toEqual({ user: 'carol' });
    expect(runsOf(home, 'register')).toBe(1);
  });

  test('three times is reported as lost', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    using proxy = await openLossyProxy(server.address, () => ({ answerBytesMax: helloBytes }));
    const lost = runClient(proxy.address, register, { password: newPassword });
    await expect(lost).rejects.toThrow(ConnectionLost);
    expect(runsOf(home, 'register')).toBe(1);
  });

  test('and whose server has ended is reported as lost, not as unreachable', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    using proxy = await openLossyProxy(server.address, (number) =>
      number === 0 ? { answerBytesMax: helloBytes } : { answerBytesMax: 0 },
    );
    await expect(runClient(proxy.address, register, { password: newPassword })).rejects.toThrow(
      ConnectionLost,
    );
  });

  test('is not sent again once a prompt was open', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    let connections = 0;
    using proxy = await openLossyProxy(server.address, () => {
      connections++;
      return { answerBytesMax: 150 };
    });
    await expect(runClient(proxy.address, '', { input: 'egon\n123\nwhoami\n' })).rejects.toThrow(
      ConnectionLost,
    );
    expect(connections).toBe(1);
  });
});

test('25 commands over a bad network: each is done exactly once', async () => {
  using home = new Home();
  const names = Array.from({ length: 25 }, (_, number) => `n${number}`);
  await sendThroughChaos(home, {
    lines: new Map(names.map((name) => [name, `register --name ${name} --json`])),
    password: newPassword,
    expectDone: (user, stdout) => expect(JSON.parse(stdout)).toEqual({ user }),
  });
  expect(runsOf(home, 'register')).toBe(names.length);
});

test('a command line that is longer than a header is refused', async () => {
  using home = new Home();
  await using server = await ConsoleServer.open(home);
  await expect(runClient(server.address, `whoami --user ${'x'.repeat(6_200)}`)).rejects.toMatchObject({
    code: 'too_long',
    exitCode: 2,
  });
  const { exit } = await runClient(server.address, `whoami --user ${'x'.repeat(6_000)}`);
  expect(exit).toBe(3);
});

test('the client does not wait for the server when the user leaves without an open prompt', async () => {
  using home = new Home();
  await using server = await ConsoleServer.open(home);
  await runClient(server.address, 'whoami --user egon', { id: 'y' });
  using rival = home.openDatabase();
  rival.exec('begin immediate');
  const exiting = new AbortController();
  const left = runClient(server.address, register, { password: newPassword, exiting: exiting.signal });
  await vi.waitFor(() => expect(home.log()).toContain('控制台 (console) register'), waiting);
  exiting.abort(new ExitRequested('interrupt'));
  await expect(left).rejects.toThrow(new ExitRequested('interrupt'));
  rival.exec('commit');
});
