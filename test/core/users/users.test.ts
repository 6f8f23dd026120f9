import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { UsersFileError } from '#core/users/file/users-file.ts';
import { attemptsKey, memoryMs, reservationMs } from '#core/users/lockout.ts';
import type { Users } from '#core/users/users.ts';
import { toSignInError, type Verdict } from '#core/users/verdict.ts';
import { hashPassword } from '#lib/password.ts';
import { TestClock } from '#test/kit/clock.ts';
import { openTestApp } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';
import { forEachTest } from '#test/kit/lifetime.ts';

const minuteMs = 60_000;
/** How long a sign-in waits for a lock that parallel sign-ins of the same user may have caused. */
const settledMs = 1000;

const lifetime = forEachTest();

async function usersOf(home: Home, clock = new TestClock()): Promise<Users> {
  const { app } = lifetime.use(await openTestApp(home, { clock }));
  await app.users.refresh();
  return app.users;
}

/** One sign-in after the other. @returns `ok`, `wrong` or the seconds of the lock, for each. */
async function signIns(users: Users, name: string, passwords: readonly string[]): Promise<string> {
  const verdicts: string[] = [];
  for (const password of passwords) verdicts.push(short(await users.verify(name, password)));
  return verdicts.join(' ');
}

function short(verdict: Verdict): string {
  if (verdict.status === 'locked') return String(verdict.leftMs / 1000);
  return verdict.status === 'wrong_credentials' ? 'wrong' : verdict.status;
}

describe('a sign-in', () => {
  test.each([
    ['egon', '123', 'ok'],
    ['alex', 'alex3714', 'ok'],
    ['egon', '1234', 'wrong'],
    ['egon', '', 'wrong'],
    ['egon', 'alex3714', 'wrong'],
    ['Egon', '123', 'wrong'],
    ['nobody', '123', 'wrong'],
    ['', '', 'wrong'],
    ['DEFAULT', '', 'wrong'],
    ['__proto__', '123', 'wrong'],
    ['constructor', '123', 'wrong'],
    [`egon' or '1'='1`, '123', 'wrong'],
    ['egon\0', '123', 'wrong'],
    ['egon', '123\0', 'wrong'],
    ['egon', '1'.repeat(5_000), 'wrong'],
  ])('of %j with %j: %s', async (name, password, expected) => {
    using home = new Home();
    expect(await signIns(await usersOf(home), name, [password])).toBe(expected);
  });

  test('uses the user_timeout of the user, or that of [DEFAULT]', async () => {
    using home = new Home({
      'config.ini':
        '[DEFAULT]\nuser_timeout=500\n[egon]\npassword=123\n[alex]\npassword=1\nuser_timeout=2592000\n',
    });
    const users = await usersOf(home);
    expect(await users.verify('egon', '123')).toMatchObject({ user: { name: 'egon', timeoutMs: 500_000 } });
    expect(await users.verify('alex', '1')).toMatchObject({ user: { timeoutMs: 2_592_000_000 } });
  });

  test('without any user says so, and registered users need no section', async () => {
    using home = new Home({ 'config.ini': '[DEFAULT]\nuser_timeout = 500\n' });
    const users = await usersOf(home);
    await expect(users.verify('egon', '123')).rejects.toThrow('config.ini: has no user; add a section');
    await users.register('nils', 'hemligt-123');
    expect(await signIns(users, 'nils', ['hemligt-123'])).toBe('ok');
    expect(await signIns(users, 'egon', ['123'])).toBe('wrong');
  });

  test('that fails because of a broken config.ini is no attempt', async () => {
    using home = new Home();
    const users = await usersOf(home);
    const right = readFileSync(home.conf('config.ini'), 'utf8');
    home.write('config.ini', `${right}\n[hugo]\ncolour = red\n`);
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(users.verify('alex', 'alex3714')).rejects.toThrow(UsersFileError);
    home.write('config.ini', right);
    expect(await signIns(users, 'alex', ['wrong', 'wrong', 'alex3714'])).toBe('wrong wrong ok');
  });

  test('gives the same answer for a wrong password and for an unknown name', async () => {
    using home = new Home();
    const clock = new TestClock();
    const users = await usersOf(home, clock);
    const refusals = async (name: string) => {
      const found = [];
      for (let attempt = 1; attempt <= 5; attempt++) {
        clock.move(attempt > 3 ? settledMs : 0);
        const verdict = await users.verify(name, 'wrong');
        if (verdict.status === 'ok') throw new Error('this should not be right');
        const { code, exitCode, text } = toSignInError(verdict);
        found.push({ code, exitCode, text });
      }
      return found;
    };
    const known = await refusals('egon');
    expect(await refusals('nobody')).toEqual(known);
    expect(known.map(({ code }) => code)).toEqual([
      'wrong_credentials',
      'wrong_credentials',
      'locked',
      'locked',
      'locked',
    ]);
  });

  test('takes the same time for a plain password, a hash and an unknown name', async () => {
    const [roundsMin, roundsMax] = [8, 300];
    const numbers = Array.from({ length: roundsMax }, (_, number) => number);
    const hash = await hashPassword('right');
    const sections = numbers.map((n) => `[plain${n}]\npassword=right\n[hash${n}]\npassword=${hash}\n`);
    using home = new Home({ 'config.ini': sections.join('') });
    const users = await usersOf(home);
    // The shortest of many runs: a busy machine makes a run longer, never shorter, and needs more rounds.
    const shortestMs: Record<string, number> = { plain: Infinity, hash: Infinity, unknown: Infinity };
    const ratio = () => Math.max(...Object.values(shortestMs)) / Math.min(...Object.values(shortestMs));
    for (const number of numbers) {
      for (const [kind, shortest] of Object.entries(shortestMs)) {
        const beganMs = performance.now();
        await users.verify(`${kind}${number}`, 'wrong');
        shortestMs[kind] = Math.min(shortest, performance.now() - beganMs);
      }
      if (number >= roundsMin && ratio() < 1.5) break;
    }
    // A kind that is not hashed at all takes a fifth of the others.
    expect(ratio()).toBeLessThan(2);
  });
});

describe('three wrong passwords in a row', () => {
  const wrong = ['a', 'b', 'c'];
  const remembered = (home: Home) => home.all('select * from sign_in_attempt').length;

  test.each(['egon', 'nobody'])(
    'lock the name for a minute, also for the right password: %s',
    async (name) => {
      using home = new Home();
      const clock = new TestClock();
      const users = await usersOf(home, clock);
      expect(await signIns(users, name, wrong)).toBe('wrong wrong 60');
      clock.move(minuteMs - 1);
      expect(await signIns(users, name, ['123', '123'])).toBe('0.001 0.001');
      clock.move(1);
      expect(await signIns(users, name, ['123'])).toBe(name === 'egon' ? 'ok' : 'wrong');
    },
  );

  test('lock that name only', async () => {
    using home = new Home();
    const users = await usersOf(home);
    await signIns(users, 'egon', wrong);
    expect(await signIns(users, 'alex', ['alex3714'])).toBe('ok');
  });

  test('lock twice as long each time, up to 15 minutes', async () => {
    using home = new Home();
    const clock = new TestClock();
    const users = await usersOf(home, clock);
    const locks: string[] = [];
    for (let round = 0; round < 6; round++) {
      locks.push(await signIns(users, 'egon', wrong));
      clock.move(15 * minuteMs);
    }
    expect(locks.map((lock) => lock.replace('wrong wrong ', ''))).toEqual([
      '60',
      '120',
      '240',
      '480',
      '900',
      '900',
    ]);
  });

  test('do not lock with a right one between them', async () => {
    using home = new Home();
    const users = await usersOf(home);
    expect(await signIns(users, 'egon', ['a', 'b', '123', 'c', 'd', '123'])).toBe(
      'wrong wrong ok wrong wrong ok',
    );
  });

  test('are forgotten a day after the last lock, so that guessed names do not accumulate', async () => {
    using home = new Home();
    const clock = new TestClock();
    const users = await usersOf(home, clock);
    await signIns(users, 'guessed', wrong);
    clock.move(minuteMs + memoryMs);
    await signIns(users, 'egon', ['a']);
    expect(remembered(home)).toBe(2);
    clock.move(1);
    await signIns(users, 'egon', ['b']);
    expect(remembered(home)).toBe(1);
  });

  test('are kept over a restart', async () => {
    using home = new Home();
    const clock = new TestClock();
    const first = await openTestApp(home, { clock });
    await first.app.users.refresh();
    await signIns(first.app.users, 'egon', wrong);
    await signIns(first.app.users, 'alex', ['a', 'b']);
    await first.app.close();
    clock.move(settledMs);
    const users = await usersOf(home, clock);
    expect(await signIns(users, 'egon', ['123'])).toBe('59');
    expect(await signIns(users, 'alex', ['c'])).toBe('60');
    clock.move(settledMs);
    expect(await signIns(users, 'alex', ['alex3714'])).toBe('59');
  });
});

describe('guesses in parallel', () => {
  test('are compared at most three times', async () => {
    using home = new Home();
    const users = await usersOf(home);
    const guesses = ['a', 'b', 'c', ...Array.from({ length: 197 }, () => '123')];
    const verdicts = await Promise.all(guesses.map((guess) => users.verify('egon', guess)));
    expect(verdicts.map(short).join(' ')).toMatch(/^wrong wrong 60( 60){197}$/);
  });

  test('are limited over two programs, too', async () => {
    using home = new Home();
    const [one, other] = [await usersOf(home), await usersOf(home)];
    const guesses = Array.from({ length: 50 }, () => [one.verify('egon', 'a'), other.verify('egon', 'b')]);
    const verdicts = (await Promise.all(guesses.flat())).map(short);
    expect(verdicts.filter((verdict) => verdict === 'wrong')).toHaveLength(2);
    expect(home.all('select failures, locks from sign_in_attempt')).toEqual([{ failures: 0, locks: 1 }]);
  });
});

test('sign-ins whose processes were killed lock nothing', async () => {
  using home = new Home();
  const clock = new TestClock();
  const users = await usersOf(home, clock);
  // What three killed processes leave behind.
  home.sql(`insert into sign_in_attempt (name, failures, locks, locked_until_ms, reserved, reserved_at_ms, changed_at_ms)
    values ('${attemptsKey('egon')}', 0, 0, 0, 3, ${clock.nowMs()}, ${clock.nowMs()})`);
  expect(await signIns(users, 'egon', ['123'])).toBe('crowded');
  clock.move(reservationMs);
  expect(await signIns(users, 'egon', ['123', 'a', 'b', '123'])).toBe('ok wrong wrong ok');
});

test('one user at 40 consoles of one process is not locked', async () => {
  using home = new Home();
  const users = await usersOf(home);
  const verdicts = await Promise.all(Array.from({ length: 40 }, () => users.verify('egon', '123')));
  expect(new Set(verdicts.map(short))).toEqual(new Set(['ok']));
});

test('a flood of guesses under one name is refused, and delays no other user', async () => {
  using home = new Home();
  const users = await usersOf(home);
  const flood = Array.from({ length: 1010 }, () => users.verify('egon', 'guess'));
  expect(short(await users.verify('alex', 'alex3714'))).toBe('ok');
  const verdicts = (await Promise.all(flood)).map(short);
  expect(verdicts.join(' ')).toMatch(/^wrong wrong 60( 60){997}( crowded){10}$/);
  expect(home.all('select failures, locks from sign_in_attempt')).toEqual([{ failures: 0, locks: 1 }]);
});

test('a flood over many names from one address delays a sign-in from another by no more than its turn', async () => {
  using home = new Home();
  const users = await usersOf(home);
  let done = 0;
  const flood = Array.from({ length: 200 }, async (_, n) => {
    await users.verify(`name${n}`, 'guess', '10.0.0.1');
    done++;
  });
  expect(short(await users.verify('egon', '123', '10.0.0.2'))).toBe('ok');
  expect(done).toBeLessThan(20);
  // From the same address, too, a new sign-in does not stand behind all others.
  expect(short(await users.verify('alex', 'alex3714', '10.0.0.1'))).toBe('ok');
  expect(done).toBeLessThan(40);
  await Promise.all(flood);
});

test('a refusal of any kind waits for the next tick, for known and unknown names', async () => {
  using home = new Home();
  const users = await usersOf(home);
  for (const name of ['egon', 'nobody'])
    for (const expected of ['wrong', 'wrong', '60', '60']) {
      const beganMs = performance.now();
      expect(short(await users.verify(name, 'guess'))).toBe(expected);
      // A timer may fire up to 1 ms early.
      expect(performance.now() - beganMs).toBeGreaterThan(48);
    }
});

test('the right password, sent many times at once, locks nothing', async () => {
  using home = new Home();
  const [one, other] = [await usersOf(home), await usersOf(home)];
  const sent = Array.from({ length: 10 }, () => [one.verify('egon', '123'), other.verify('egon', '123')]);
  const verdicts = await Promise.all(sent.flat());
  expect(verdicts.map(short)).toEqual(Array.from({ length: 20 }, () => 'ok'));
});

describe('config.ini changed while the app runs', () => {
  test('a new password is valid at the next sign-in', async () => {
    using home = new Home();
    const users = await usersOf(home);
    expect(await signIns(users, 'egon', ['123'])).toBe('ok');
    // As long as before, so that only the time of the change differs.
    home.write('config.ini', '[egon]\npassword=124\n');
    expect(await signIns(users, 'egon', ['123', '124'])).toBe('wrong ok');
    home.write('config.ini', '[egon]\npassword=125\n');
    expect(await signIns(users, 'egon', ['124', '125'])).toBe('wrong ok');
  });

  test('an added user can sign in', async () => {
    using home = new Home();
    const users = await usersOf(home);
    home.write('config.ini', '[egon]\npassword=123\n[new]\npassword=1\n');
    expect(await signIns(users, 'new', ['1'])).toBe('ok');
  });

  test('a removed user cannot sign in any more', async () => {
    using home = new Home();
    const users = await usersOf(home);
    expect(await signIns(users, 'egon', ['123'])).toBe('ok');
    home.write('config.ini', '[alex]\npassword=1\n');
    expect(await signIns(users, 'egon', ['123'])).toBe('wrong');
  });

  test('an invalid file stops every sign-in, and the error names the line', async () => {
    using home = new Home();
    const users = await usersOf(home);
    home.write('config.ini', '[egon]\npassword=123\n[alex]\nuser_timeout=1\n');
    for (const [name, password] of [
      ['egon', '123'],
      ['alex', 'alex3714'],
      ['nobody', ''],
    ] as const) {
      const verdict = users.verify(name, password);
      await expect(verdict).rejects.toThrow(UsersFileError);
      await expect(verdict).rejects.toThrow('config.ini:3 [alex]: has no password');
    }
    home.write('config.ini', '[egon]\npassword=123\n');
    expect(await signIns(users, 'egon', ['123'])).toBe('ok');
  });

  test('a missing file stops every sign-in', async () => {
    using home = new Home();
    const users = await usersOf(home);
    home.remove('config.ini');
    await expect(users.verify('egon', '123')).rejects.toThrow(UsersFileError);
  });
});

describe('a password changed in the app', () => {
  const changed = async (home: Home): Promise<Users> => {
    const users = await usersOf(home);
    await users.changePassword('egon', 'a new password', () => {});
    return users;
  };

  test('replaces the one in config.ini, also after a restart', async () => {
    using home = new Home();
    expect(await signIns(await changed(home), 'egon', ['123', 'a new password'])).toBe('wrong ok');
    expect(await signIns(await usersOf(home), 'egon', ['123', 'a new password'])).toBe('wrong ok');
  });

  test('stays valid when config.ini is edited or protected', async () => {
    using home = new Home();
    const users = await changed(home);
    expect(await users.protect(() => {})).toBe(3);
    expect(await signIns(users, 'egon', ['123', 'a new password'])).toBe('wrong ok');
    home.write('config.ini', '[egon]\npassword=another\n');
    expect(await signIns(users, 'egon', ['another', 'a new password'])).toBe('wrong ok');
  });

  test('does not bring back a user removed from config.ini', async () => {
    using home = new Home();
    const users = await changed(home);
    home.write('config.ini', '[alex]\npassword=1\n');
    expect(await signIns(users, 'egon', ['123', 'a new password'])).toBe('wrong wrong');
  });

  test('is not changed when the session has ended', async () => {
    using home = new Home();
    const users = await usersOf(home);
    const changing = users.changePassword('egon', 'a new password', () => {
      throw new Error('the session has ended');
    });
    await expect(changing).rejects.toThrow('the session has ended');
    expect(await signIns(users, 'egon', ['a new password', '123'])).toBe('wrong ok');
  });
});

describe('register', () => {
  test('adds a user', async () => {
    using home = new Home();
    const users = await usersOf(home);
    await users.register('陈晨', 'a long password');
    expect(await signIns(users, '陈晨', ['123', 'a long password'])).toBe('wrong ok');
  });

  test.each(['egon', 'carol'])(
    'refuses a name that is taken, and leaves its password alone: %s',
    async (name) => {
      using home = new Home();
      const users = await usersOf(home);
      await users.register('carol', 'the password of carol');
      await expect(users.register(name, 'an intruder')).rejects.toMatchObject({ code: 'name_taken' });
      expect(await signIns(users, name, ['an intruder'])).toBe('wrong');
      expect(await signIns(users, 'carol', ['the password of carol'])).toBe('ok');
    },
  );

  test('gives the name to one of two registrations at once', async () => {
    using home = new Home();
    const [one, other] = [await usersOf(home), await usersOf(home)];
    const results = await Promise.allSettled([
      one.register('carol', 'password one'),
      other.register('carol', 'password two'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
