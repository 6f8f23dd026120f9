import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { sampleLauncher } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { run, runAs } from '#test/kit/run.ts';
import { usersFile } from '#test/kit/users.ts';

test('log and screen contain no password and no unknown name', async () => {
  // No other text of the log looks like one of these.
  const passwords = {
    plain: 'pw-plain-Aq1!',
    typed: 'pw-typed-Bw2%s',
    chosen: 'pw-chosen-Ce3密码',
    another: 'pw-another-Dr4',
    registered: 'pw-registered-Et5',
    environment: 'pw-environment-Fy6',
  };
  const { plain, typed, chosen, another, registered, environment } = passwords;
  using home = new Home({
    'config.ini': usersFile({}, [
      ['egon', plain],
      ['alex', plain],
    ]),
  });
  const options = { home: home.path };
  const env = { [variable('LOG_FILE_LEVEL')]: 'debug', [variable('LOG_SCREEN_LEVEL')]: 'debug' };
  const session = [
    // The password typed as the name.
    ...[plain, typed, typed, 'unknown-name', 'egon', typed, 'egon', plain],
    ...['password', typed, 'password', plain, chosen, another, 'password', plain, chosen, chosen],
    ...['note', plain, typed, '1', 'y', 'find', typed, '铅', 'pick', typed, '1', typed, '5', 'sign-out'],
    ...['egon', plain, 'egon', chosen, 'whoami'],
  ];
  const shown = [
    await run([], { ...options, launcher: sampleLauncher, env, input: session.join('\n') }),
    await run(['register', '--name', 'bob'], {
      ...options,
      env: { ...env, [variable('PASSWORD')]: registered },
    }),
    await runAs(['bob', registered], ['password'], {
      ...options,
      env: { ...env, [variable('NEW_PASSWORD')]: environment },
    }),
    await run(['whoami', '--user', 'bob', '--password-stdin'], {
      ...options,
      env,
      input: `${environment}\n`,
    }),
    await run(['whoami', '--user', 'unknown-name', '--password', typed], { ...options, env }),
    await runAs([plain, typed], ['whoami'], { ...options, env }),
    await run(['protect'], { ...options, env }),
  ];
  expect(shown.map(({ code }) => code)).toEqual([0, 0, 0, 0, 2, 3, 0]);
  const screens = shown.map(({ stdout, stderr }) => stdout + stderr).join('');
  expect(screens).toContain('egon, session: ');
  expect(screens).toMatch(/Noted .*, 1 times\./);
  expect(screens).toContain('Picked 铅笔, 5 times.');
  for (const secret of [...Object.values(passwords), 'unknown-name', '$argon2']) {
    expect(home.log()).not.toContain(secret);
    // Typed as the text of a note, which the confirmation names.
    if (secret !== plain) expect(screens).not.toContain(secret);
  }
  // The database keeps hashes of the new passwords, and no typed one.
  const database = readFileSync(home.databaseFile);
  for (const secret of [...Object.values(passwords), 'unknown-name'])
    expect(database.includes(secret)).toBe(false);
  expect(home.log()).toMatch(/登录失败 \(sign-in failed\) wrong_credentials user=\?]/);
  expect(home.log()).toMatch(/登录失败 \(sign-in failed\) wrong_credentials user=egon]/);
});

test('the screen shows the same for a known and an unknown name', async () => {
  using home = new Home();
  const guesses = (name: string) => run([], { home: home.path, input: `${`${name}\nwrong\n`.repeat(4)}` });
  const known = await guesses('egon');
  expect(await guesses('nobody')).toEqual(known);
  expect(known.stdout.match(/The name or the password is wrong\. Try again\./g)).toHaveLength(2);
  expect(known.stdout.match(/this name is locked/g)).toHaveLength(2);
});
