import { describe, expect, test } from 'vitest';
import { UserChanged } from '#core/context.ts';
import { openContext, sessionMs, userCalled } from '#test/kit/context.ts';
import { Post } from '#test/kit/post.ts';

/** A command that waits once: the session of `egon` ends between @auth and the effect. */
function openSlowly(users: readonly string[]) {
  const { context, clock, signIns } = openContext({ users });
  const post = new Post();
  let isSlow = true;
  post.onTheWay = () => {
    if (isSlow) clock.move(sessionMs);
    isSlow = false;
  };
  context.session.start(userCalled('egon'));
  const running = post.run(context, { to: 'alex', pages: 3, speed: 'land' });
  return { running, post, signIns };
}

describe('a session that ends between @auth and the effect of a command', () => {
  test('has no effect for another user', async () => {
    const { running, post } = openSlowly(['alex']);
    await expect(running).rejects.toThrow(UserChanged);
    expect(post.letters).toEqual([]);
  });

  test('has one effect when the same user signs in again', async () => {
    const { running, post, signIns } = openSlowly(['egon']);
    const letter = { from: 'egon', to: 'alex', pages: 3 };
    expect(await running).toEqual(letter);
    expect(signIns).toEqual(['egon']);
    expect(post.letters).toEqual([letter]);
  });

  test('has no effect when no user signs in again', async () => {
    const { running, post } = openSlowly([]);
    await expect(running).rejects.toThrow('no user is left');
    expect(post.letters).toEqual([]);
  });
});
