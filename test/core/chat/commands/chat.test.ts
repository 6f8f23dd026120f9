import { describe, expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { Chat } from '#core/chat/commands/chat.ts';
import { AppError } from '#core/errors.ts';
import { formatAddress } from '#lib/net/address.ts';
import { openDatagrams } from '#lib/net/datagrams.ts';
import { Peer } from '#test/core/chat/peer.ts';
import { openContext } from '#test/kit/context.ts';
import { type Conversation, openConversation } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';

const egon = ['egon', '123'];
const alex = ['alex', 'alex3714'];
const sessionMs = 1000_000;

const open = (home: Home, peer: Peer): Promise<Conversation> =>
  openConversation(home, {
    env: { [variable('CHAT_PORT')]: '0', [variable('CHAT_BOOK')]: `哪吒 = ${formatAddress(peer.address)}` },
  });

/** Moves the clock past the time for an answer to a script's last line. */
const untilItIsOver = (talk: Conversation) =>
  expect
    .poll(() => {
      talk.clock.move(1_000);
      return talk.shown;
    })
    .toContain('The chat is over');

test('in the menu: choose a partner, send, show the answers, and go back to the menu', async () => {
  using home = new Home();
  await using peer = await Peer.open();
  await using talk = await open(home, peer);
  talk.type(...egon, 'chat', '哪吒', 'hello');
  await talk.see(`, chatting with 哪吒 at ${formatAddress(peer.address)}. q ends the chat.\nTo 哪吒\n`);
  expect(await peer.hear()).toBe('hello');
  await peer.say('hi\x1b[2J\nthere');
  await talk.see('Message from [哪吒]: hi\ufffd[2J there\n');
  talk.type('q');
  await untilItIsOver(talk);
  await talk.see('The chat is over: 1 sent, 1 received.\n');
  await talk.see('Choose\n');
  await talk.end('quit');
  expect(home.log()).toContain('聊天 (chat) user=egon with=哪吒');
  expect(home.log()).toContain('聊天结束 (chat ended) user=egon sent=1 received=1 hidden=0');
});

test('the chat ends when another user signs in at its prompt, and shows nothing to that user', async () => {
  using home = new Home();
  await using peer = await Peer.open();
  await using talk = await open(home, peer);
  talk.type(...egon, 'chat', '哪吒', 'hello');
  await peer.hear();
  const address = peer.from;
  talk.clock.move(sessionMs);
  await talk.see('Sign in again to go on.\n');
  await peer.say('for egon only');
  // The first message has arrived when the second on the same connection has.
  await peer.say('this, too', peer.address);
  await peer.hear();
  talk.type(...alex);
  await talk.see('Another user signed in: the unfinished command was dropped.\n');
  talk.clock.move(1_000);
  await talk.see('Console Shop  alex');
  expect(talk.shown).not.toContain('for egon only');
  const again = await openDatagrams({ port: 0, ...address, onDatagram: () => {} });
  await again.close();
});

test('a missing answer is reported', async () => {
  using home = new Home();
  await using peer = await Peer.open();
  await using talk = await open(home, peer);
  talk.type(...egon, 'chat', '哪吒', 'hello');
  await peer.hear();
  await talk.see('To 哪吒\nTo 哪吒\n');
  talk.clock.move(2_999);
  expect(talk.shown).not.toContain('No answer yet');
  talk.clock.move(1);
  await talk.see(
    'No answer yet. UDP does not tell whether the message arrived: perhaps no program receives there.\n',
  );
  talk.type('q');
  await untilItIsOver(talk);
});

test('nothing is reported after an answer', async () => {
  using home = new Home();
  await using peer = await Peer.open();
  await using talk = await open(home, peer);
  talk.type(...egon, 'chat', '哪吒', 'hello');
  await peer.hear();
  await peer.say('hi');
  await talk.see('Message from [哪吒]: hi\n');
  talk.clock.move(3_000);
  talk.type('q');
  await untilItIsOver(talk);
  expect(talk.shown).not.toContain('No answer yet');
});

describe('the question', () => {
  const here = { host: '127.0.0.1', port: 8081 };
  const command = new Chat({ ...here, book: new Map([['金老板', here]]) });
  const question = command.questions.with;

  test('offers the senders of messages, and every contact of the book with the address', async () => {
    const { context } = openContext({ language: 'zh' });
    expect(await question.choices?.(context)).toEqual([
      { value: '', name: '等人来信' },
      { value: '金老板', name: '金老板', hint: '127.0.0.1:8081' },
    ]);
  });

  test('accepts a name of the book in any Unicode normal form, or nothing', () => {
    const book = new Map([['Zoë'.normalize('NFC'), here]]);
    expect(new Chat({ ...here, book }).questions.with.parse('Zoë'.normalize('NFD'))).toBe(
      'Zoë'.normalize('NFC'),
    );
    expect(question.parse('')).toBeUndefined();
    expect(() => question.parse('老板')).toThrow(AppError);
  });
});

test('a script without a partner is refused, because it would wait for ever', async () => {
  const command = new Chat({ host: '127.0.0.1', port: 0, book: new Map() });
  const { context } = openContext({ users: ['egon'], lines: ['hello'] });
  await expect(command.run(context, { with: undefined })).rejects.toMatchObject({ code: 'missing_answers' });
});
