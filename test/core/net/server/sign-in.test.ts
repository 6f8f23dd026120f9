import { describe, expect, it } from 'vitest';
import type { Service } from '#core/net/server/service.ts';
import { signedInAs, signInHandler } from '#core/net/server/sign-in.ts';
import type { Header } from '#lib/net/connection.ts';
import { expectSentence } from '#test/kit/both-languages.ts';
import { TestClock } from '#test/kit/clock.ts';
import { openTestApp } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';
import { Lifetime } from '#test/kit/lifetime.ts';
import { openTestServices } from '#test/kit/net/open-test-services.ts';

const whoAmI: Service = {
  name: 'session-user',
  handlers: {
    'session-user': async (_, connection) =>
      connection.send({ user: (await signedInAs(connection)) ?? null }),
  },
};

async function openWithUsers({ idleTimeoutMs = 0 } = {}) {
  const lifetime = new Lifetime();
  const home = lifetime.use(new Home());
  const clock = new TestClock();
  const { app } = lifetime.use(await openTestApp(home, { clock }));
  await app.users.refresh();
  const opened = await openTestServices({
    services: [whoAmI],
    handlers: {
      'sign-in': (request, connection) =>
        signInHandler({ users: app.users, clock, idleTimeoutMs, logger: opened.logger })(request, connection),
    },
  });
  lifetime.use(opened);
  const open = async () => {
    const connection = await opened.connect();
    const ask = async (header: Header, body?: string): Promise<Header | undefined> => {
      await connection.send(header, body === undefined ? undefined : Buffer.from(body));
      return (await connection.receive())?.header;
    };
    return {
      user: async () => (await ask({ cmd: 'session-user' }))?.['user'],
      ask,
      signIn: (user: unknown, password: unknown) =>
        ask({ cmd: 'sign-in' }, JSON.stringify({ user, password })),
    };
  };
  return Object.assign(lifetime, { lines: opened.lines, open, clock, home });
}

describe('signing in', () => {
  it('is for this connection only', async () => {
    await using opened = await openWithUsers();
    const { open } = opened;
    const [first, second] = [await open(), await open()];
    expect(await first.user()).toBeNull();
    expect(await first.signIn('egon', '123')).toEqual({ status: 'ok' });
    expect([await first.user(), await second.user()]).toEqual(['egon', null]);
    await first.signIn(' alex ', 'alex3714');
    expect(await first.user()).toBe('alex');
  });

  it.each<[unknown, unknown]>([
    ['egon', '1234'],
    ['egon', ''],
    ['nobody', '123'],
    ['__proto__', '123'],
    ['', ''],
  ])('refuses %j with %j, and signs no user in', async (user, password) => {
    await using opened = await openWithUsers();
    const { open } = opened;
    const client = await open();
    const answer = await client.signIn(user, password);
    expect(answer).toMatchObject({ status: 'error', code: 'wrong_credentials', exitCode: 3 });
    expect(await client.user()).toBeNull();
  });

  it('locks a name after three wrong passwords, also on several connections', async () => {
    await using opened = await openWithUsers();
    const { open } = opened;
    for (let n = 0; n < 3; n++) await (await open()).signIn('egon', 'wrong');
    const answer = await (await open()).signIn('egon', '123');
    expect(answer).toMatchObject({ code: 'locked', exitCode: 3 });
    expectSentence(answer as never);
  });

  it.each<[string, string]>([
    ['no body', ''],
    ['no JSON', 'egon 123'],
    ['a list', '["egon","123"]'],
    ['null', 'null'],
    ['a number for a name', '{"user":1,"password":"123"}'],
    ['no password', '{"user":"egon"}'],
    ['another user in __proto__', '{"__proto__":{"user":"egon","password":"123"}}'],
    ['invalid UTF-8', '\xff'],
    ['too much', JSON.stringify({ user: 'egon', password: '1'.repeat(5_000) })],
  ])('refuses %s as a request, and goes on', async (_, body) => {
    await using opened = await openWithUsers();
    const { open } = opened;
    const client = await open();
    const answer = await client.ask({ cmd: 'sign-in', user: 'egon', password: '123' }, body);
    expect(answer).toMatchObject({ status: 'error', code: 'bad_request', exitCode: 2 });
    expectSentence(answer as never);
    expect(await client.user()).toBeNull();
  });

  it('keeps the signed-in user when a second sign-in fails', async () => {
    await using opened = await openWithUsers();
    const { open } = opened;
    const client = await open();
    await client.signIn('egon', '123');
    await client.signIn('alex', 'wrong');
    expect(await client.user()).toBe('egon');
  });
});

describe('the session', () => {
  it("ends after the user's own time", async () => {
    await using opened = await openWithUsers();
    const { open, clock } = opened;
    const client = await open();
    await client.signIn('egon', '123');
    clock.move(10 * 24 * 3_600_000 * 10);
    const answer = await client.ask({ cmd: 'session-user' });
    expect(answer).toMatchObject({ code: 'session_ended', exitCode: 3 });
    await client.signIn('egon', '123');
    expect(await client.user()).toBe('egon');
  });

  it('ends when idle, later after every request', async () => {
    await using opened = await openWithUsers({ idleTimeoutMs: 60_000 });
    const { open, clock } = opened;
    const client = await open();
    await client.signIn('egon', '123');
    for (let n = 0; n < 3; n++) {
      clock.move(50_000);
      expect(await client.user()).toBe('egon');
    }
    clock.move(61_000);
    expect(await client.ask({ cmd: 'session-user' })).toMatchObject({ code: 'session_ended' });
  });
});

it('the log has names of users, but no password and no unknown name', async () => {
  await using opened = await openWithUsers();
  const { open, lines, home } = opened;
  const client = await open();
  await client.signIn('egon', '123');
  await client.signIn('egon', 'hunter2');
  await client.signIn('hunter2', 'egon');
  const log = lines.join('\n');
  expect(log).toMatch(/\(signed in\) user=egon c\d+/);
  expect(log).toMatch(/\(sign-in failed\) wrong_credentials user=egon c\d+/);
  expect(log).toMatch(/\(sign-in failed\) wrong_credentials user=\? c\d+/);
  expect(log + home.log()).not.toContain('hunter2');
});
