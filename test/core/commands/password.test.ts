import { describe, expect, test } from 'vitest';
import { app, variable } from '#conf/app.ts';
import { openConversation } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';
import { jsonOf, run, runAs } from '#test/kit/run.ts';
import { egon } from '#test/kit/users.ts';

const chosen = 'correct horse';

describe('in the menu', () => {
  test('asks for the current one and twice for the new one, which is valid from then on', async () => {
    using home = new Home();
    await using talk = await openConversation(home);
    await talk.end(...egon, 'password', '123', chosen, chosen, 'sign-out', ...egon, 'egon', chosen, 'whoami');
    expect(talk.shown).toContain(
      'Current password\nNew password\nRepeat the new password\nThe password is changed.\n',
    );
    expect(talk.shown).toContain(
      'Signed out.\nName\nPassword\nThe name or the password is wrong. Try again.\n',
    );
    expect(talk.shown).toContain('egon, session:');
    expect(talk.shown).not.toContain(chosen);
  });

  test.each([
    ['the current one is wrong', ['1234'], 'The name or the password is wrong. Try again.'],
    ['the two new ones differ', ['123', chosen, 'correct house'], 'The two passwords differ. Start again.'],
  ])('changes nothing when %s', async (_, lines, refusal) => {
    using home = new Home();
    await using talk = await openConversation(home);
    await talk.end(...egon, 'password', ...lines);
    expect(talk.shown).toContain(`${refusal}\n\n${app.title.en}  egon`);
    expect(home.all('select * from credential')).toEqual([]);
  });

  test('wrong current passwords lock the name', async () => {
    using home = new Home();
    await using talk = await openConversation(home);
    await talk.end(...egon, 'password', 'a', 'password', 'b', 'password', 'c');
    expect(talk.shown).toContain('Too many wrong passwords: this name is locked. Try again in 60 s.');
  });

  test('asks again for one that is too short or too long', async () => {
    using home = new Home();
    await using talk = await openConversation(home);
    await talk.end(
      ...egon,
      'password',
      '123',
      '',
      '1234567',
      'x'.repeat(257),
      '密码密码密码密码',
      '密码密码密码密码',
    );
    expect(talk.shown.match(/A password has 8 to 256 characters\. Choose another\./g)).toHaveLength(3);
    expect(talk.shown).toContain('The password is changed.');
  });
});

describe('on the command line', () => {
  test('the new one is read from the environment, or from the second line of --password-stdin', async () => {
    using home = new Home();
    const options = { home: home.path };
    const env = { [variable('NEW_PASSWORD')]: chosen };
    expect(jsonOf(await runAs(egon, ['password', '--json'], { ...options, env }))).toEqual({
      code: 0,
      json: { user: 'egon' },
    });
    const args = ['password', '--user', 'egon', '--password-stdin'];
    const again = await run(args, { ...options, input: `${chosen}\nyet another one` });
    expect(again).toEqual({ code: 0, signal: null, stdout: 'The password is changed.\n', stderr: '' });
    const whoami = await run(['whoami', '--user', 'egon', '--password-stdin'], {
      ...options,
      input: 'yet another one\r\n',
    });
    expect(whoami.code).toBe(0);
  });

  test('refuses a wrong current one, a bad new one and a missing one', async () => {
    using home = new Home();
    const password = (current: string, env: Record<string, string>) =>
      runAs(['egon', current], ['password', '--json'], { home: home.path, env });
    const results = await Promise.all([
      password('1234', { [variable('NEW_PASSWORD')]: chosen }),
      password('123', { [variable('NEW_PASSWORD')]: 'short' }),
      password('123', {}),
    ]);
    expect(results.map(jsonOf)).toMatchObject([
      { code: 3, json: { error: { code: 'wrong_credentials' } } },
      { code: 2, json: { error: { code: 'bad_password' } } },
      {
        code: 2,
        json: {
          error: {
            code: 'missing_answers',
            message: `Missing: ${variable('NEW_PASSWORD')} (--password-stdin). Give them on the command line.`,
          },
        },
      },
    ]);
  });
});
