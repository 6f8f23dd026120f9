import { expect, test } from 'vitest';
import { openConversation } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';

test('a typed name is converted to Unicode NFC, without spaces around it', async () => {
  using home = new Home({ 'config.ini': '[Zo\u00eb]\npassword=123\n' });
  await using talk = await openConversation(home);
  talk.type(' Zoe\u0308 ', '123');
  expect(await talk.see('Choose\n')).toContain('Zo\u00eb  session:');
});
