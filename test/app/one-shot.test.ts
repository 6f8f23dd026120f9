import { expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { launcher } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { openScreen } from '#test/kit/screen.ts';

test.concurrent.each([
  ['Esc at the password', ['whoami', '--user', 'egon'], 'Password', ['esc']],
  ['Ctrl-D at the password', ['whoami', '--user', 'egon', '--json'], 'Password', ['ctrl-d']],
  ['a confirmation that is declined', ['reset'], 'Go on', ['enter']],
  ['the same, as JSON', ['reset', '--json'], 'Go on', ['enter']],
] as const)('%s leaves the command undone, and says so', async (_, args, question, keys) => {
  using home = new Home();
  const env = { [variable('HOME')]: home.path, [variable('LANGUAGE')]: 'en' };
  await using screen = openScreen({ file: launcher, args, env });
  await screen.waitFor(question);
  screen.press(...keys);
  expect((await screen.exit()).code).toBe(2);
  const isJson = (args as readonly string[]).includes('--json');
  expect(screen.text()).toContain(isJson ? '{"error":{"code":"cancelled"' : 'Cancelled: nothing was done.');
});

test('--password-stdin does not show a password that is typed at a terminal', async () => {
  using home = new Home();
  const env = { [variable('HOME')]: home.path, [variable('LANGUAGE')]: 'en' };
  const args = ['whoami', '--user', 'egon', '--password-stdin'];
  await using screen = openScreen({ file: launcher, args, env });
  await screen.waitFor('Password');
  screen.type('123\n');
  await screen.waitFor('egon, session: ');
  expect(screen.text()).not.toContain('123');
});
