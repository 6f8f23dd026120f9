import { expect, test } from 'vitest';
import { AppError } from '#core/errors.ts';
import { Session, SessionEnded } from '#core/session.ts';
import { TestClock } from '#test/kit/clock.ts';

const egon = { name: 'egon', timeoutMs: 1000_000 };

function signedIn(idleTimeoutMs = 0): { clock: TestClock; session: Session } {
  const clock = new TestClock();
  const session = new Session(clock, idleTimeoutMs);
  session.start(egon);
  return { clock, session };
}

test('a session lasts exactly as long as its user_timeout', () => {
  const { clock, session } = signedIn();
  clock.move(999_999);
  expect(session.requireLive()).toBe(egon);
  clock.move(1);
  expect(() => session.requireLive()).toThrow(SessionEnded);
  expect(session.endReason()).toBe('timeout');
});

test('activity puts off the idle end, and never the end of the session', () => {
  const { clock, session } = signedIn(600_000);
  clock.move(599_999);
  session.touch();
  clock.move(400_000);
  expect(session.isLive()).toBe(true);
  session.touch();
  clock.move(1);
  expect(session.isLive()).toBe(false);
  expect(session.endReason()).toBe('timeout');
});

test('without activity the idle end comes first', () => {
  const { clock, session } = signedIn(600_000);
  clock.move(600_000);
  expect(session.isLive()).toBe(false);
  expect(session.endReason()).toBe('idle');
});

test('activity does not revive a session that has ended', () => {
  const { clock, session } = signedIn(600_000);
  clock.move(600_000);
  session.touch();
  expect(session.isLive()).toBe(false);
});

test('the signal aborts at the end, with the reason', () => {
  const { clock, session } = signedIn();
  const { signal } = session.untilEnd();
  clock.move(999_999);
  expect(signal.aborted).toBe(false);
  clock.move(1);
  expect(signal.reason).toBeInstanceOf(SessionEnded);
});

test('activity puts the signal off, too', () => {
  const { clock, session } = signedIn(600_000);
  const { signal } = session.untilEnd();
  clock.move(500_000);
  session.touch();
  clock.move(499_999);
  expect(signal.aborted).toBe(false);
  clock.move(1);
  expect(signal.reason).toMatchObject({ reason: 'timeout' });
});

test('a clock that is set back does not make a session longer', () => {
  const { clock, session } = signedIn();
  clock.move(500_000);
  clock.set(-3_600_000);
  clock.move(499_999);
  expect(session.remainingMs()).toBe(1);
  clock.move(1);
  expect(session.isLive()).toBe(false);
});

test('time during which the machine sleeps counts', () => {
  const { clock, session } = signedIn();
  clock.set(1000_000);
  expect(session.isLive()).toBe(false);
});

test('a disposed signal never aborts, and neither does one without a user', () => {
  const { clock, session } = signedIn();
  const end = session.untilEnd();
  end.dispose();
  session.end();
  const signedOut = session.untilEnd();
  clock.move(10_000_000);
  expect(end.signal.aborted).toBe(false);
  expect(signedOut.signal.aborted).toBe(false);
});

test('a call without a session is refused', () => {
  const session = new Session(new TestClock(), 0);
  expect(() => session.requireLive()).toThrow(AppError);
});
