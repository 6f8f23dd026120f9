import { expect, test } from 'vitest';
import { openConversation } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';
import { alex, egon, run } from '#test/kit/run.ts';

test('quit ends the app, whatever is typed after it', async () => {
  using home = new Home();
  await using talk = await openConversation(home);
  talk.type(...egon, 'quit', '2');
  expect(await talk.end()).toBe('end');
  expect(talk.shown).not.toContain('Balance of');
});

test('sign out asks for another user, from whom nothing of the first can be seen', async () => {
  using home = new Home();
  await using talk = await openConversation(home);
  await talk.end(...egon, '1', '1', 'tea', '1', '6', 'sign-out', ...alex, '1', '5', '6', '2');
  const [, after = ''] = talk.shown.split('Signed out.\n');
  expect(after).toMatch(/^Name\nPassword\n\nConsole Shop {2}alex/);
  expect(after).toContain('The cart is empty.');
  expect(after).toContain('Balance of alex');
  expect(after).not.toContain('egon');
});

test.each(['quit', 'sign-out'])('%s means nothing on the command line', async (command) => {
  using home = new Home();
  const { code, stderr } = await run([command], { home: home.path });
  expect([code, stderr]).toEqual([2, `unknown command ${command}. See --help.\n`]);
});
