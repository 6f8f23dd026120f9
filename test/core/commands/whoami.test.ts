import { describe, expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { Whoami } from '#core/commands/whoami.ts';
import { UserChanged } from '#core/context.ts';
import { type ContextOptions, openContext, sessionMs, userCalled } from '#test/kit/context.ts';
import { openConversation } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';
import { jsonOf, run, runAs } from '#test/kit/run.ts';
import { egon } from '#test/kit/users.ts';

const whoami = new Whoami();

/** A context in which `egon` has been signed in for 40 s. */
function openSignedIn(options: ContextOptions = {}) {
  const opened = openContext(options);
  opened.context.session.start(userCalled('egon'));
  opened.clock.move(40_000);
  return opened;
}

describe('the result', () => {
  test.each([
    ['en', 'local', 'egon, session: 16 min 0 s left, English, on this machine\n'],
    ['en', 'remote', 'egon, session: 16 min 0 s left, English, over the network\n'],
    ['zh', 'local', 'egon，会话剩余 16 分 0 秒，中文，本机\n'],
    ['zh', 'remote', 'egon，会话剩余 16 分 0 秒，中文，远程\n'],
  ] as const)('in %s, %s', async (language, where, sentence) => {
    const { context, shown } = openSignedIn({ language, where });
    const result = await whoami.run(context);
    expect(result).toEqual({ user: 'egon', secondsLeft: 960, language, where });
    expect(whoami.json(result)).toEqual({ user: 'egon', seconds_left: 960, language, where });
    whoami.show(context, result);
    expect(shown()).toBe(sentence);
  });

  test('counts a part of a second as one, so that a live session never has 0 left', async () => {
    const { context, clock } = openSignedIn();
    clock.move(sessionMs - 40_000 - 1);
    expect(await whoami.run(context)).toMatchObject({ secondsLeft: 1 });
  });
});

describe('the session', () => {
  test('begins with a sign-in', async () => {
    const { context, signIns } = openContext({ users: ['alex'] });
    expect(await whoami.run(context)).toMatchObject({ user: 'alex', secondsLeft: 1000 });
    expect(signIns).toEqual([undefined]);
  });

  test('that has ended begins again for the same user', async () => {
    const { context, clock, signIns } = openSignedIn({ users: ['egon'] });
    clock.move(sessionMs);
    expect(await whoami.run(context)).toMatchObject({ user: 'egon', secondsLeft: 1000 });
    expect(signIns).toEqual(['egon']);
  });

  test('that has ended shows nothing to another user, and opens the menu', async () => {
    const { context, clock } = openSignedIn({ users: ['alex'] });
    clock.move(sessionMs);
    await expect(whoami.run(context)).rejects.toThrow(UserChanged);
    expect(await whoami.run(context)).toMatchObject({ user: 'alex' });
  });
});

describe('in the menu', () => {
  test.each([
    ['en', 'Who am I', 'egon, session: 16 min 40 s left, English, on this machine\n'],
    ['zh', '我是谁', 'egon，会话剩余 16 分 40 秒，中文，本机\n'],
  ])('is an entry with a title of its own: %s', async (language, title, sentence) => {
    using home = new Home();
    await using talk = await openConversation(home, { env: { [variable('LANGUAGE')]: language } });
    await talk.end(...egon, title, 'whoami');
    expect(talk.shown).toMatch(new RegExp(`^\\d+\\. ${title}$`, 'm'));
    expect(talk.shown.split(sentence)).toHaveLength(3);
  });

  test('counts the seconds down', async () => {
    using home = new Home();
    await using talk = await openConversation(home);
    talk.type(...egon);
    await talk.see('. Quit\n');
    talk.clock.move(999_000);
    await talk.end('whoami');
    expect(talk.shown).toContain('egon, session: 1 s left');
  });
});

describe('on the command line', () => {
  test('prints one line, or one JSON object', async () => {
    using home = new Home();
    const options = { home: home.path };
    const text = await runAs(egon, ['whoami'], options);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(/^egon, session: 16 min \d+ s left, English, on this machine\n$/);
    expect(jsonOf(await runAs(egon, ['whoami', '--json', '--language', 'zh'], options))).toEqual({
      code: 0,
      json: { user: 'egon', seconds_left: expect.any(Number), language: 'zh', where: 'local' },
    });
  });

  test('needs a user and the right password', async () => {
    using home = new Home();
    const options = { home: home.path };
    expect(jsonOf(await run(['whoami', '--json'], options))).toMatchObject({
      code: 2,
      json: { error: { code: 'missing_answers', message: expect.stringContaining('--user') } },
    });
    expect(jsonOf(await runAs(['egon', 'wrong'], ['whoami', '--json'], options))).toMatchObject({
      code: 3,
      json: { error: { code: 'wrong_credentials' } },
    });
  });

  test('refuses unknown words and flags', async () => {
    using home = new Home();
    const { code, stderr } = await runAs(egon, ['whoami', 'really', '--lnaguage', 'zh'], { home: home.path });
    expect(code).toBe(2);
    expect(stderr).toContain('--language');
  });
});
