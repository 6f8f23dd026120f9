import { expect, test } from 'vitest';
import { openConversation } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';

const ended = 'The session ended: the password was changed elsewhere, or the user was removed.';

test('a change of the password ends the other sessions of the user, and not the one that changes it', async () => {
  using home = new Home();
  await using one = await openConversation(home);
  await using other = await openConversation(home);
  for (const talk of [one, other]) {
    talk.type('egon', '123', 'whoami');
    await talk.see('egon, session');
  }
  one.type('password', '123', 'a new password', 'a new password', 'whoami');
  await one.see('The password is changed.');
  await one.see('egon, session');
  expect(one.shown).not.toContain(ended);
  other.type('whoami');
  await other.see(ended);
  other.type('egon', '123');
  await other.see('The name or the password is wrong');
  other.type('egon', 'a new password');
  await other.see('egon, session');
});

test('a user who is taken out of config.ini, or gets another password there, is signed out', async () => {
  using home = new Home();
  await using talk = await openConversation(home);
  talk.type('egon', '123', 'whoami');
  await talk.see('egon, session');
  home.write('config.ini', '[egon]\nno password here');
  // A mistake in the file ends no session while it is corrected.
  talk.type('whoami');
  await talk.see('egon, session');
  expect(talk.shown).not.toContain(ended);
  home.write('config.ini', '[alex]\npassword = alex3714\n');
  talk.type('whoami');
  await talk.see(ended);
});
