import { expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { Home } from '#test/kit/home.ts';
import { jsonOf, run, runAs } from '#test/kit/run.ts';

const register = (home: Home, name: string, password: string) =>
  run(['register', '--name', name, '--json'], { home: home.path, env: { [variable('PASSWORD')]: password } });
const refused = (code: string) => ({ json: { error: { code } } });

test('adds a user, whose sign-in succeeds', async () => {
  using home = new Home();
  expect(jsonOf(await register(home, '陈晨', 'eight888'))).toEqual({ code: 0, json: { user: '陈晨' } });
  const whoami = await runAs(['陈晨', 'eight888'], ['whoami', '--json'], { home: home.path });
  expect(jsonOf(whoami)).toMatchObject({ code: 0, json: { user: '陈晨' } });
  const text = await run(['register', '--name', 'bob', '--password-stdin'], {
    home: home.path,
    input: 'eight888\n',
  });
  expect(text.stdout).toBe('Registered bob; you can sign in now.\n');
});

test('stores a name in Unicode NFC, in any typed form', async () => {
  using home = new Home();
  expect(jsonOf(await register(home, 'Zoe\u0308', 'eight888')).json).toEqual({ user: 'Zo\u00eb' });
  expect(jsonOf(await register(home, 'Zo\u00eb', 'eight888'))).toMatchObject(refused('name_taken'));
  const whoami = await runAs(['Zoe\u0308', 'eight888'], ['whoami', '--json'], { home: home.path });
  expect(jsonOf(whoami).json).toMatchObject({ user: 'Zo\u00eb' });
});

test('refuses a bad name, a taken name and a bad password', async () => {
  using home = new Home();
  const results = await Promise.all([
    register(home, 'egon', 'eight888'),
    register(home, ' egon ', 'eight888'),
    register(home, '', 'eight888'),
    register(home, 'DEFAULT', 'eight888'),
    register(home, 'e\x1b[2Jgon', 'eight888'),
    register(home, 'egon\u200b', 'eight888'),
    register(home, '\u202enoge', 'eight888'),
    register(home, 'x'.repeat(65), 'eight888'),
    register(home, 'bob', 'seven77'),
    register(home, 'bob', 'x'.repeat(257)),
    run(['register', '--json'], { home: home.path }),
  ]);
  expect(results.map(jsonOf)).toMatchObject([
    { code: 4, ...refused('name_taken') },
    { code: 4, ...refused('name_taken') },
    ...Array.from({ length: 6 }, () => ({ code: 2, ...refused('bad_name') })),
    { code: 2, ...refused('bad_password') },
    { code: 2, ...refused('bad_password') },
    {
      code: 2,
      json: {
        error: {
          message: `Missing: --name, ${variable('PASSWORD')} (--password-stdin). Give them on the command line.`,
        },
      },
    },
  ]);
  expect(home.all('select * from credential')).toEqual([]);
});

test('refuses a name that looks like that of another user, in config.ini or registered', async () => {
  using home = new Home();
  expect(jsonOf(await register(home, 'Carol', 'eight888')).code).toBe(0);
  const names = ['EGON', 'eg0n', 'ｅｇｏｎ', 'carol', 'CAROL', 'caroI', 'сагоl', 'Ｃarol'];
  const results = [];
  for (const name of names) results.push(jsonOf(await register(home, name, 'eight888')));
  const codes = results.map(({ json }) => (json as { error: { code: string } }).error.code);
  expect(codes).toEqual(names.map((name) => (name === 'сагоl' ? 'mixed_alphabets' : 'name_taken')));
  // The names stay when config.ini changes.
  home.write('config.ini', '[Олег]\npassword = eight888\n');
  expect(jsonOf(await register(home, 'CAROL', 'eight888'))).toMatchObject(refused('name_taken'));
  expect(jsonOf(await register(home, 'олег', 'eight888'))).toMatchObject(refused('name_taken'));
});

test('gives a name to one of many registrations at once', async () => {
  using home = new Home();
  const results = await Promise.all(
    Array.from({ length: 4 }, (_, n) => register(home, 'bob', `password ${n}`)),
  );
  expect(results.map(({ code }) => code).sort()).toEqual([0, 4, 4, 4]);
});
