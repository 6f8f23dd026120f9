import { describe, expect, test } from 'vitest';
import { auth } from '#core/auth.ts';
import { type Context, UserChanged } from '#core/context.ts';
import { openContext, sessionMs, userCalled } from '#test/kit/context.ts';

class Errand {
  readonly runs: string[] = [];
  /** Called while the method runs, with the number of the run. */
  during: (run: number) => void = () => {};

  @auth
  async run(context: Context, what: string): Promise<string> {
    const { name } = context.session.requireLive();
    this.runs.push(`${name} ${what}`);
    this.during(this.runs.length);
    return `${context.session.requireLive().name} did ${what}`;
  }
}

describe('@auth', () => {
  test('runs the method in a live session', async () => {
    const errand = new Errand();
    const { context, signIns } = openContext({});
    context.session.start(userCalled('egon'));
    expect(await errand.run(context, 'this')).toBe('egon did this');
    expect(signIns).toEqual([]);
  });

  test('signs in first when there is no session', async () => {
    const errand = new Errand();
    const { context, signIns } = openContext({ users: ['egon'] });
    expect(await errand.run(context, 'this')).toBe('egon did this');
    expect(errand.runs).toEqual(['egon this']);
    expect(signIns).toEqual([undefined]);
  });

  test('does not run the method when the sign-in fails', async () => {
    const errand = new Errand();
    const { context } = openContext({});
    await expect(errand.run(context, 'this')).rejects.toThrow('no user is left to sign in');
    expect(errand.runs).toEqual([]);
  });

  test('signs in first, with the name of the last user, when the session has ended', async () => {
    const errand = new Errand();
    const { context, clock, signIns } = openContext({ users: ['egon'] });
    context.session.start(userCalled('egon'));
    clock.move(sessionMs);
    expect(await errand.run(context, 'this')).toBe('egon did this');
    expect(signIns).toEqual(['egon']);
  });

  test('runs the method again when the session ends in the middle of it', async () => {
    const errand = new Errand();
    const { context, clock, signIns } = openContext({ users: ['egon'] });
    context.session.start(userCalled('egon'));
    errand.during = (run) => run === 1 && clock.move(sessionMs);
    expect(await errand.run(context, 'this')).toBe('egon did this');
    expect(errand.runs).toEqual(['egon this', 'egon this']);
    expect(signIns).toEqual(['egon']);
  });

  test('does not continue the method of one user for another', async () => {
    const errand = new Errand();
    const { context, clock } = openContext({ users: ['alex'] });
    context.session.start(userCalled('egon'));
    errand.during = () => clock.move(sessionMs);
    await expect(errand.run(context, 'this')).rejects.toThrow(UserChanged);
    expect(errand.runs).toEqual(['egon this']);
    expect(context.session.requireLive().name).toBe('alex');
  });

  test('passes on every other error', async () => {
    const errand = new Errand();
    const { context } = openContext({});
    context.session.start(userCalled('egon'));
    errand.during = () => {
      throw new TypeError('a bug');
    };
    await expect(errand.run(context, 'this')).rejects.toThrow(TypeError);
    expect(errand.runs).toHaveLength(1);
  });
});
