import { describe, expect, test } from 'vitest';
import { TestClock } from '#test/kit/clock.ts';
import { openConversation } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';

const sessionMs = 1000_000;
const egon = ['egon', '123'];
const alex = ['alex', 'alex3714'];
const ended = 'The session has reached its time limit. Sign in again to go on.\nName (egon)\n';
const dropped = 'Another user: what had been begun is dropped.\n';

describe('when the session ends, the open prompt closes, says why, and comes again after the sign-in', () => {
  test.each([
    ['a text', ['3', 'alex'], 'Amount (yuan)\n'],
    ['a choice', [], /Choose\n1. Shopping\n[\s\S]*\d+. Quit\n/],
    ['a confirmation', ['3', 'alex', '12.50'], 'Send ¥12.50 from egon to alex\n'],
    ['a secret', ['password'], 'Current password\n'],
    ['a search', ['1', '2'], 'Search for\n'],
    ['a list in the shop', ['1', '1'], /Which one\n1. Pencil {2}¥1.50, 500 left\n[\s\S]*13. Villa.*\n/],
  ])('%s', async (_, lines, question) => {
    using home = new Home();
    await using talk = await openConversation(home);
    talk.type(...egon, ...lines);
    const before = await talk.see(question);
    talk.clock.move(sessionMs - 1);
    expect(talk.shown).not.toContain(ended);
    talk.clock.move(1);
    await talk.see(ended);
    talk.type(...egon);
    const after = await talk.see(question);
    const asked = /^Password\n([\s\S]+)$/.exec(after)?.[1] ?? '';
    expect(before.endsWith(asked) && asked !== '').toBe(true);
  });
});

test('what had been answered before is kept for the same user', async () => {
  using home = new Home();
  await using talk = await openConversation(home);
  talk.type(...egon, '3', 'alex');
  await talk.see('Amount (yuan)\n');
  talk.clock.move(sessionMs);
  // An empty name is the one before.
  talk.type('', '123', '12.50', 'y');
  await talk.see('Sent ¥12.50 to alex; balance ¥9,999,987.50\n');
  expect(await talk.end()).toBe('end');
});

describe('another user who signs in at a prompt of the first', () => {
  test('gets the menu, and nothing of a half-typed transfer', async () => {
    using home = new Home();
    await using talk = await openConversation(home);
    talk.type(...egon, '3', 'yuanhao', '12.50');
    await talk.see('Send ¥12.50 from egon to yuanhao\n');
    talk.clock.move(sessionMs);
    talk.type(...alex);
    const menu = await talk.see('Choose\n');
    expect(menu).toContain(dropped);
    expect(menu).toContain('Console Shop  alex  session: 16 min 40 s left');
    await talk.end('y', '2');
    expect(talk.shown).not.toContain('Sent ¥12.50');
    expect(talk.shown).toContain('Balance of alex: ¥10,000,000,000.00');
    expect(home.all(`select kind from journal where kind <> 'opening'`)).toEqual([]);
  });

  test('gets an empty cart', async () => {
    using home = new Home();
    await using talk = await openConversation(home);
    talk.type(...egon, '1', '1', 'tea', '2', '5');
    await talk.see('Pay ¥176.00\n');
    talk.clock.move(sessionMs);
    talk.type(...alex, '1', '5');
    await talk.see(dropped);
    expect(await talk.see('The cart is empty.')).not.toContain('Longjing');
    await talk.end('6', '5', '2');
    expect(talk.shown).toContain('There are no orders yet.');
    expect(home.all('select * from orders')).toEqual([]);
  });

  test('has the session of the second: time and name', async () => {
    using home = new Home({
      'config.ini': '[egon]\npassword=123\nuser_timeout=60\n[alex]\npassword=alex3714\nuser_timeout=7200\n',
    });
    await using talk = await openConversation(home);
    talk.type(...egon);
    expect(await talk.see('Choose\n')).toContain('egon  session: 1 min 0 s left');
    talk.clock.move(60_000);
    talk.type(...alex);
    expect(await talk.see('Choose\n')).toContain('alex  session: 2 h 0 min left');
  });
});

test('the cart of the same user outlives the session', async () => {
  using home = new Home();
  await using talk = await openConversation(home);
  talk.type(...egon, '1', '1', 'tea', '2', '5');
  await talk.see('Pay ¥176.00\n');
  talk.clock.move(sessionMs);
  talk.type(...egon);
  await talk.see('Pay ¥176.00\n');
  talk.type('y');
  await talk.see('Paid; balance ¥9,999,824.00');
});

/** A machine so busy that its timers come late, after the answer. */
class LateClock extends TestClock {
  override after(): () => void {
    return () => {};
  }
}

describe('an answer that comes when the session is over, before the prompt closed', () => {
  test('waits for the sign-in of the same user', async () => {
    using home = new Home();
    await using talk = await openConversation(home, { clock: new LateClock() });
    talk.type(...egon, '3', 'alex');
    await talk.see('Amount (yuan)\n');
    talk.clock.move(sessionMs);
    talk.type('12.50');
    await talk.see(ended);
    talk.type(...egon, 'y');
    expect(await talk.see('Sent ¥12.50 to alex')).toContain('Send ¥12.50 from egon to alex');
  });

  test('counts for nothing when another user signs in', async () => {
    using home = new Home();
    await using talk = await openConversation(home, { clock: new LateClock() });
    talk.type(...egon, '3', 'yuanhao', '12.50');
    await talk.see('Send ¥12.50');
    talk.clock.move(sessionMs);
    talk.type('y');
    await talk.see(ended);
    talk.type(...alex);
    await talk.see(dropped);
    await talk.end();
    expect(home.all(`select kind from journal where kind <> 'opening'`)).toEqual([]);
  });
});

describe('an idle timeout', () => {
  const env = { APP_SESSION_IDLE_TIMEOUT: '60' };

  test('ends the session of somebody who does nothing, and says so', async () => {
    using home = new Home();
    await using talk = await openConversation(home, { env });
    talk.type(...egon);
    await talk.see('. Quit\n');
    talk.clock.move(60_000);
    await talk.see('The session ended: nothing was done for a while. Sign in again to go on.\nName (egon)\n');
  });

  test('is put off by every answer', async () => {
    using home = new Home();
    await using talk = await openConversation(home, { env });
    talk.type(...egon);
    for (let minute = 0; minute < 3; minute++) {
      await talk.see('. Quit\n');
      talk.clock.move(59_999);
      talk.type('2');
      await talk.see('Balance of egon');
    }
    expect(talk.shown).not.toContain('The session ended');
  });
});

test('the end of a session is logged with the name, the draft of nobody', async () => {
  using home = new Home();
  await using talk = await openConversation(home);
  talk.type(...egon);
  await talk.see('. Quit\n');
  talk.clock.move(sessionMs);
  await talk.see(ended);
  await talk.end();
  await talk.app.close();
  expect(home.log()).toMatch(
    /\[task_id:core.session]\[conversation.ts:\d+]\[INFO]\[会话结束 \(session ended\) user=egon]\n/,
  );
});
