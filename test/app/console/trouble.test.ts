import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { waiting } from '#test/kit/waiting.ts';
import { answerOn, ConsoleServer, commandOf, send } from './open-console-server.ts';

/** The section of another user. */
const broken = '\n[hugo]\nno password\n';

function breakConfiguration(home: Home): void {
  home.write('config.ini', `${readFileSync(home.conf('config.ini'), 'utf8')}${broken}`);
}

/** The server's log has the details, and the client's output has none of them. */
async function expectKept(home: Home, shown: string): Promise<void> {
  expect(shown).not.toMatch(/hugo|no password|config\.ini|app\.db|console-app-home/);
  await vi.waitFor(
    () => expect(home.log()).toMatch(/\[ERROR\]\[不便告诉客户端 \(kept from a client\)/),
    waiting,
  );
}

describe("a client does not see details of the server's errors", () => {
  test('by a command', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    breakConfiguration(home);
    const { shown, last } = await send(server, commandOf('x', 'whoami --user egon'));
    expect(last).toEqual({ status: 'ok', exit: 2 });
    expect(shown).toMatch(/^The server's configuration is wrong; .*\n$/);
    await expectKept(home, shown);
    expect(home.log()).toContain('[hugo]');
  });

  test('by a command, as JSON', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    breakConfiguration(home);
    const { shown } = await send(server, commandOf('x', 'whoami --user egon --json'));
    expect(JSON.parse(shown)).toMatchObject({ error: { code: 'configuration' } });
    await expectKept(home, shown);
  });

  test('by a file that is no database', async () => {
    using home = new Home();
    mkdirSync(dirname(home.databaseFile));
    writeFileSync(home.databaseFile, 'no database, but long enough to be looked at '.repeat(100));
    await using server = await ConsoleServer.open(home);
    const { shown, last } = await send(server, commandOf('x', 'whoami --user egon'));
    expect(last).toEqual({ status: 'ok', exit: 2 });
    expect(shown).toMatch(/^The server's database cannot be used now; .*\n$/);
    await expectKept(home, shown);
    expect(home.log()).toContain('app.db');
  });

  test('in the menu, which goes on', async () => {
    using home = new Home();
    await using server = await ConsoleServer.open(home);
    const connection = await server.connect();
    const terminal = { kind: 'lines', colours: false };
    await connection.send({ cmd: 'console', id: 'x', language: 'en', terminal });
    await connection.send({ cmd: 'input' }, Buffer.from('egon\n123\n'));
    let shown = '';
    while (!shown.includes('Choose')) {
      const frame = await connection.receive();
      for await (const chunk of frame?.body ?? []) shown += chunk.toString();
    }
    breakConfiguration(home);
    void connection.send({ cmd: 'input' }, Buffer.from('password\n123\nwhoami\n'));
    await connection.send({ cmd: 'end' });
    const rest = await answerOn(connection);
    expect(rest.last).toEqual({ status: 'ok', exit: 0 });
    expect(rest.shown).toMatch(/The server's configuration is wrong; [\s\S]*egon, session:/);
    await expectKept(home, rest.shown);
  });
});
