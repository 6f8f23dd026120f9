import { expect, test } from 'vitest';
import { bankHome } from '#test/kit/bank/home.ts';
import { TestClock } from '#test/kit/clock.ts';
import { openConversation } from '#test/kit/conversation.ts';
import { alex, egon } from '#test/kit/users.ts';

const sessionMs = 1000_000;
const ended = 'The session has reached its time limit. Sign in again to go on.\nName (egon)\n';
const movements = `select kind from journal where kind <> 'opening'`;

test('a transfer continues at its prompt when the same user signs in again', async () => {
  using home = bankHome();
  await using talk = await openConversation(home);
  talk.type(...egon, 'transfer', 'alex');
  await talk.see('Amount (yuan)\n');
  talk.clock.move(sessionMs);
  talk.type('', '123', '12.50', 'y');
  await talk.see('Sent ¥12.50 to alex; balance ¥9,999,987.50\n');
  expect(await talk.end()).toBe('end');
});

test('nothing of a half-typed transfer is left for another user', async () => {
  using home = bankHome();
  await using talk = await openConversation(home);
  talk.type(...egon, 'transfer', 'yuanhao', '12.50');
  await talk.see('Send ¥12.50 from egon to yuanhao\n');
  talk.clock.move(sessionMs);
  talk.type(...alex);
  await talk.see('Choose\n');
  await talk.end('y', 'balance');
  expect(talk.shown).not.toContain('Sent ¥12.50');
  expect(talk.shown).toContain('Balance of alex: ¥10,000,000,000.00');
  expect(home.all(movements)).toEqual([]);
});

/** A clock whose timers come late, after the answer, as on a busy machine. */
class LateClock extends TestClock {
  override after(): () => void {
    return () => {};
  }
}

test('a confirmation that comes when the session is over moves nothing for another user', async () => {
  using home = bankHome();
  await using talk = await openConversation(home, { clock: new LateClock() });
  talk.type(...egon, 'transfer', 'yuanhao', '12.50');
  await talk.see('Send ¥12.50');
  talk.clock.move(sessionMs);
  talk.type('y');
  await talk.see(ended);
  talk.type(...alex);
  await talk.see('Another user signed in: the unfinished command was dropped.\n');
  await talk.end();
  expect(home.all(movements)).toEqual([]);
});

test('an amount that comes when the session is over waits for the sign-in of the same user', async () => {
  using home = bankHome();
  await using talk = await openConversation(home, { clock: new LateClock() });
  talk.type(...egon, 'transfer', 'alex');
  await talk.see('Amount (yuan)\n');
  talk.clock.move(sessionMs);
  talk.type('12.50');
  await talk.see(ended);
  talk.type(...egon, 'y');
  expect(await talk.see('Sent ¥12.50 to alex')).toContain('Send ¥12.50 from egon to alex');
});
