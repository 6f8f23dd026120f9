import { expect, test } from 'vitest';
import { TestClock } from '#test/kit/clock.ts';
import { Home } from '#test/kit/home.ts';
import { ConsoleServer, commandOf, passwordOf, send } from './open-console-server.ts';

const register = (server: ConsoleServer, name: string, id = name) =>
  send(server, commandOf(id, `register --name ${name} --json`), passwordOf('a long password'));
const codeOf = ({ shown }: { shown: string }): string => JSON.parse(shown).error?.code ?? 'ok';

test('users are registered on the machine of the server only, unless it is set otherwise', async () => {
  using home = new Home();
  await using server = await ConsoleServer.open(home, { remoteRegistrations: 0 });
  expect(await register(server, 'carol').then(codeOf)).toBe('local_only');
  expect((await send(server, commandOf('x', '--help'))).shown).not.toContain('register');
});

test('the number of registrations in an hour is limited, and taken names count', async () => {
  using home = new Home();
  const clock = new TestClock();
  await using server = await ConsoleServer.open(home, { remoteRegistrations: 3, clock });
  const codes: string[] = [];
  for (const name of ['egon', 'a1', 'a2', 'a3']) codes.push(await register(server, name).then(codeOf));
  expect(codes).toEqual(['name_taken', 'ok', 'ok', 'too_many_registrations']);
  clock.move(60 * 60_000);
  expect(await register(server, 'a3', 'again').then(codeOf)).toBe('ok');
});
