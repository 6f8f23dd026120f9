import { describe, expect, test } from 'vitest';
import { bankHome } from '#test/kit/bank/home.ts';
import { openConversation } from '#test/kit/conversation.ts';
import { alex, egon } from '#test/kit/users.ts';

const sessionMs = 1000_000;
const ended = 'The session has reached its time limit. Sign in again to go on.\nName (egon)\n';

describe('when the session ends, the open prompt comes again after the sign-in', () => {
  test.each([
    ['a search', ['Shopping', '2'], 'Search for\n'],
    [
      'a list of products',
      ['Shopping', '1'],
      /Which one\n1. Pencil {2}¥1.50, 500 left\n[\s\S]*13. Villa.*\n/,
    ],
  ])('%s', async (_, lines, question) => {
    using home = bankHome();
    await using talk = await openConversation(home);
    talk.type(...egon, ...lines);
    const before = await talk.see(question);
    talk.clock.move(sessionMs);
    await talk.see(ended);
    talk.type(...egon);
    const after = await talk.see(question);
    const asked = /^Password\n([\s\S]+)$/.exec(after)?.[1] ?? '';
    expect(before.endsWith(asked) && asked !== '').toBe(true);
  });
});

test('another user gets an empty cart after a sign-in at a prompt', async () => {
  using home = bankHome();
  await using talk = await openConversation(home);
  talk.type(...egon, 'Shopping', '1', 'tea', '2', '5');
  await talk.see('Pay ¥176.00\n');
  talk.clock.move(sessionMs);
  talk.type(...alex, 'Shopping', '5');
  await talk.see('Another user signed in: the unfinished command was dropped.\n');
  expect(await talk.see('The cart is empty.')).not.toContain('Longjing');
  await talk.end('6', 'Orders', 'Balance');
  expect(talk.shown).toContain('There are no orders yet.');
  expect(home.all('select * from orders')).toEqual([]);
});

test('the cart is kept for the same user after the session ends', async () => {
  using home = bankHome();
  await using talk = await openConversation(home);
  talk.type(...egon, 'Shopping', '1', 'tea', '2', '5');
  await talk.see('Pay ¥176.00\n');
  talk.clock.move(sessionMs);
  talk.type(...egon);
  await talk.see('Pay ¥176.00\n');
  talk.type('y');
  await talk.see('Paid; balance ¥9,999,824.00');
});

test('after a sign-out the next user sees nothing of the first', async () => {
  using home = bankHome();
  await using talk = await openConversation(home);
  await talk.end(
    ...egon,
    'Shopping',
    '1',
    'tea',
    '1',
    '6',
    'sign-out',
    ...alex,
    'Shopping',
    '5',
    '6',
    'Balance',
  );
  const [, after = ''] = talk.shown.split('Signed out.\n');
  expect(after).toContain('The cart is empty.');
  expect(after).toContain('Balance of alex');
  expect(after).not.toContain('egon');
});
