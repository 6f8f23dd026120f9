import { expect, it } from 'vitest';
import { chat } from '#conf/settings/chat.ts';
import { skeleton } from '#conf/settings/skeleton.ts';
import { badNumbers, SettingsReader } from '../settings-reader.ts';

const reader = new SettingsReader({ ...skeleton, chat });

it('the chat has defaults', () => {
  const address = { host: '127.0.0.1', port: 8081 };
  expect(reader.read().chat).toEqual({
    enabled: true,
    ...address,
    book: new Map(['金老板', '哪吒', 'egon', 'yuan'].map((name) => [name, address])),
  });
});

it.each([
  ['egon = nowhere', "book: 'egon' is 'nowhere'; it must be HOST:PORT, such as 127.0.0.1:8081"],
  ['egon', "book: the line 'egon' has no '='; write NAME = VALUE"],
])('the address book %j is refused', (book, problem) => {
  expect(reader.problemsOf({ env: { APP_CHAT_BOOK: book } })).toEqual([`APP_CHAT_BOOK: ${problem}`]);
});

it('an address that is not indented is refused with the remedy', () => {
  expect(reader.problemsOf({ text: '[chat]\nbook =\nyuan = 127.0.0.1:1\n' })).toEqual([
    'settings.ini:3: there is no setting yuan in [chat]; add blanks before it to make it a line of book',
  ]);
});

it.each([...badNumbers, '65536'])('--chat-port %j is refused', (text) => {
  reader.expectRefused('chat-port', text);
});
