import { expect, test } from 'vitest';
import { signInOnce } from '#core/sign-in.ts';
import { openContext } from '#test/kit/context.ts';
import { openConversation, openTestApp } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';

test('a typed name is converted to Unicode NFC, without spaces around it', async () => {
  using home = new Home({ 'config.ini': '[Zo\u00eb]\npassword=123\n' });
  await using talk = await openConversation(home);
  talk.type(' Zoe\u0308 ', '123');
  expect(await talk.see('Choose\n')).toContain('Zo\u00eb  session:');
});

test.each([
  ['123\r', true],
  [' 123', true],
  ['\ufeff123', true],
  ['12\u200b3', true],
  ['1234', false],
])(
  'a given password %j with a hidden character is hinted at when it is wrong: %s',
  async (password, isHinted) => {
    using home = new Home();
    await using opened = await openTestApp(home);
    const { context, shown } = openContext({});
    const signIn = signInOnce(opened.app.users, { name: 'egon', password });
    await expect(signIn(context, undefined)).rejects.toMatchObject({ code: 'wrong_credentials' });
    expect(shown().includes('has an invisible character')).toBe(isHinted);
  },
);
