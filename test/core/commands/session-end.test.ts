import { describe, expect, test } from 'vitest';
import { UserChanged } from '#core/context.ts';
import { openContext, sessionMs, userCalled } from '#test/kit/context.ts';
import { Note } from '#test/kit/sample/note.ts';

/** A command that waits once: the session of `egon` ends between @auth and the effect. */
function openSlowly(users: readonly string[]) {
  const { context, clock, signIns } = openContext({ users });
  const note = new Note();
  let isSlow = true;
  note.beforeEffect = () => {
    if (isSlow) clock.move(sessionMs);
    isSlow = false;
  };
  context.session.start(userCalled('egon'));
  const running = note.run(context, { text: 'alex', times: 3, ink: 'black' });
  return { running, note, signIns };
}

describe('a session that ends between @auth and the effect of a command', () => {
  test('has no effect for another user', async () => {
    const { running, note } = openSlowly(['alex']);
    await expect(running).rejects.toThrow(UserChanged);
    expect(note.notes).toEqual([]);
  });

  test('has one effect when the same user signs in again', async () => {
    const { running, note, signIns } = openSlowly(['egon']);
    const noted = { user: 'egon', text: 'alex', times: 3 };
    expect(await running).toEqual(noted);
    expect(signIns).toEqual(['egon']);
    expect(note.notes).toEqual([noted]);
  });

  test('has no effect when no user signs in again', async () => {
    const { running, note } = openSlowly([]);
    await expect(running).rejects.toThrow('no user is left');
    expect(note.notes).toEqual([]);
  });
});
