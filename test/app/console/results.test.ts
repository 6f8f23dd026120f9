import { expect, test } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { fileOf, openLine } from '#test/kit/redirected.ts';
import { AppServer, client } from './remote.ts';

test.concurrent.each([
  ['a file', '"$@" whoami --user egon > out'],
  ['a pipe', '"$@" whoami --user egon | cat > out'],
])(
  'the result of a remote command goes to %s, and the password is asked at the terminal',
  async (_, line) => {
    using home = new Home();
    await using server = await AppServer.start(home);
    const program = [client, server.address, '--no-auth'];
    await using screen = openLine(home, `${line}; echo "code $?"`, { program });
    await screen.waitFor('? Password');
    screen.type('123\n');
    await screen.waitFor('code 0');
    expect(fileOf(home, 'out')).toMatch(/^egon, session: [^\n]+ over the network\n$/);
    expect(screen.text()).not.toContain('egon, session');
  },
);
