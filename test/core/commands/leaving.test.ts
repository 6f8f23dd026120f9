import { expect, test } from 'vitest';
import { app } from '#conf/app.ts';
import { openConversation } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';
import { run } from '#test/kit/run.ts';
import { alex, egon } from '#test/kit/users.ts';

test('quit ends the app, and ignores the lines after it', async () => {
  using home = new Home();
  await using talk = await openConversation(home);
  talk.type(...egon, 'quit', 'whoami');
  expect(await talk.end()).toBe('end');
  expect(talk.shown).not.toContain('egon, session:');
});

test('sign out asks for another user, and shows that user nothing of the first', async () => {
  using home = new Home();
  await using talk = await openConversation(home);
  await talk.end(...egon, 'whoami', 'sign-out', ...alex, 'whoami');
  const [before = '', after = ''] = talk.shown.split('Signed out.\n');
  expect(before).toContain('egon, session:');
  expect(after.startsWith(`Name\nPassword\n\n${app.title.en}  alex`)).toBe(true);
  expect(after).toContain('alex, session:');
  expect(after).not.toContain('egon');
});

test.each(['quit', 'sign-out'])('%s is refused on the command line', async (command) => {
  using home = new Home();
  const { code, stderr } = await run([command], { home: home.path });
  expect([code, stderr]).toEqual([2, `unknown command ${command}. See --help.\n`]);
});
