import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { type ConfFile, Home } from '#test/kit/home.ts';
import { jsonOf, runAs } from '#test/kit/run.ts';
import { egon } from '#test/kit/users.ts';

const broken: readonly (readonly [ConfFile | 'app.db', string, string, string])[] = [
  [
    'config.ini',
    '[egon]\npassword=123\npasword=1\n',
    'config.ini:3 [egon] pasword：没有这个键，是不是 password？',
    'config.ini:3 [egon] pasword: is an unknown key; did you mean password?',
  ],
  [
    'config.ini',
    '[egon]\nuser_timeout=9\n',
    'config.ini:1 [egon]：没有密码，请加上一行“password = …”',
    'config.ini:1 [egon]: has no password; add a line `password = ...`',
  ],
  [
    'settings.ini',
    '[log]\nfile_level\n',
    'settings.ini:2 [log]：不是“键 = 取值”的形式，请补上等号；若是上一行取值的延续，请缩进',
    'settings.ini:2 [log]: is not `key = value`; add the `=`, or indent the line to continue a value',
  ],
  [
    'app.db',
    'x'.repeat(8192),
    '无法读作数据库：它是别的文件，或者开头已损坏。请留一份副本，有你的数据就从备份恢复，没有就移走。',
    'cannot be read as a database: it is another file, or its beginning is damaged. Keep a copy, and restore a backup if it held your data; if not, move it away.',
  ],
];

function homeWith(file: ConfFile | 'app.db', content: string): Home {
  if (file !== 'app.db') return new Home({ [file]: content });
  const home = new Home();
  mkdirSync(dirname(home.databaseFile));
  writeFileSync(home.databaseFile, content);
  return home;
}

test.concurrent.for(broken)(
  'a broken %s is reported in the chosen language',
  async ([file, content, zh, en]) => {
    using home = homeWith(file, content);
    const options = { home: home.path };
    const [inChinese, inEnglish, json] = await Promise.all([
      runAs(egon, ['whoami', '--language', 'zh'], options),
      runAs(egon, ['whoami'], { ...options, env: { [variable('LANGUAGE')]: 'en', LANG: 'zh_CN.UTF-8' } }),
      runAs(egon, ['whoami', '--json'], { ...options, env: { LANG: 'zh_CN.UTF-8' } }),
    ]);
    expect(inChinese).toMatchObject({ code: 2, stdout: '' });
    expect(inChinese.stderr.endsWith(`${zh}\n`)).toBe(true);
    expect(inEnglish.stderr.endsWith(`${en}\n`)).toBe(true);
    expect(inEnglish.stderr).not.toMatch(/\p{Script=Han}/u);
    const message = expect.stringContaining(zh);
    expect(jsonOf(json)).toMatchObject({ code: 2, json: { error: { message } } });
  },
);
