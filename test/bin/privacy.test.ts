import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { run, runAs } from '#test/kit/run.ts';

test('no password, and no name that nobody has, is ever in the log or on the screen', async () => {
  // Nothing else in the log looks like one of these.
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
    'config.ini': `[egon]\npassword=${plain}\nmoney=100\n[alex]\npassword=${plain}\n`,
  });
  const options = { home: home.path };
  const env = { APP_LOG_FILE_LEVEL: 'debug', APP_LOG_SCREEN_LEVEL: 'debug' };
  const session = [
    // The password, where the name belongs.
    ...[plain, typed, typed, 'unknown-name', 'egon', typed, 'egon', plain],
    ...['password', typed, 'password', plain, chosen, another, 'password', plain, chosen, chosen],
    ...['3', plain, 'alex', typed, '1', 'y', '1', '2', plain, '铅', '1', '5', 'y', '6', 'sign-out'],
    ...['egon', plain, 'egon', chosen, '2'],
  ];
  const shown = [
    await run([], { ...options, env, input: session.join('\n') }),
    await run(['register', '--name', 'bob'], { ...options, env: { ...env, APP_PASSWORD: registered } }),
    await runAs(['bob', registered], ['password'], {
      ...options,
      env: { ...env, APP_NEW_PASSWORD: environment },
    }),
    await run(['balance', '--user', 'bob', '--password-stdin'], {
      ...options,
      env,
      input: `${environment}\n`,
    }),
    await run(['balance', '--user', 'unknown-name', '--password', typed], { ...options, env }),
    await runAs([plain, typed], ['balance'], { ...options, env }),
    await run(['protect'], { ...options, env }),
  ];
  expect(shown.map(({ code }) => code)).toEqual([0, 0, 0, 0, 2, 3, 0]);
  const screens = shown.map(({ stdout, stderr }) => stdout + stderr).join('');
  expect(screens).toContain('Balance of egon: ¥98.50');
  for (const secret of [...Object.values(passwords), 'unknown-name', '$argon2']) {
    expect(home.log()).not.toContain(secret);
    // Typed as the receiver of a transfer, which the confirmation names.
    if (secret !== plain) expect(screens).not.toContain(secret);
  }
  // The database keeps hashes of the chosen passwords, and nothing of those that were typed.
  const database = readFileSync(home.databaseFile);
  for (const secret of [...Object.values(passwords), 'unknown-name'])
    expect(database.includes(secret)).toBe(false);
  expect(home.log()).toMatch(/登录失败 \(sign-in failed\) wrong_credentials user=\?]/);
  expect(home.log()).toMatch(/登录失败 \(sign-in failed\) wrong_credentials user=egon]/);
});

test('the screen does not tell a known name from an unknown one', async () => {
  using home = new Home();
  const guesses = (name: string) => run([], { home: home.path, input: `${`${name}\nwrong\n`.repeat(4)}` });
  const known = await guesses('egon');
  expect(await guesses('nobody')).toEqual(known);
  expect(known.stdout.match(/The name or the password is wrong\. Try again\./g)).toHaveLength(2);
  expect(known.stdout.match(/this name is locked/g)).toHaveLength(2);
});
