import { describe, expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { Home } from '#test/kit/home.ts';
import { jsonOf, run, runAs } from '#test/kit/run.ts';
import { egon } from '#test/kit/users.ts';

const priceless = '[tea]\nname=茶\nprice=-1\nstock=1\n';

test.concurrent.each([
  ['a malformed price', priceless],
  ['a product named to clear the screen', '[tea]\nname=\x1b[2J\nprice=1\nstock=1\n'],
])('%s is refused, and the purchase with it', async (_, text) => {
  using home = new Home({ 'products.ini': text });
  const buy = ['buy', '--product', 'tea', '--quantity', '1', '--yes'];
  const [shown, json] = await Promise.all([
    runAs(egon, buy, { home: home.path }),
    runAs(egon, [...buy, '--json'], { home: home.path }),
  ]);
  expect(shown).toMatchObject({ code: 2, stdout: '' });
  expect(shown.stderr).toContain('products.ini');
  expect(shown.stderr).not.toMatch(/\n +at /);
  expect(shown.stderr).not.toContain('\x1b');
  expect(jsonOf(json)).toMatchObject({ code: 2, json: { error: { code: 'configuration' } } });
});

describe.concurrent('without products.ini', () => {
  test('the menu does not open: exit code 2', async () => {
    using home = new Home();
    home.remove('products.ini');
    const ended = await run([], { home: home.path });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('products.ini');
  });

  test('a command that needs no product works', async () => {
    using home = new Home();
    home.remove('products.ini');
    expect(await runAs(egon, ['whoami'], { home: home.path })).toMatchObject({ code: 0 });
    expect(await runAs(egon, ['orders'], { home: home.path })).toMatchObject({ code: 0 });
  });
});

test.concurrent.each([
  ['zh', 'products.ini:3 [tea] price：金额不能带正负号，请去掉'],
  ['en', 'products.ini:3 [tea] price: has a sign; write the amount without it'],
])('a broken products.ini is told in the language asked for: %s', async (language, sentence) => {
  using home = new Home({ 'products.ini': priceless });
  const env = { [variable('LANGUAGE')]: language };
  const ended = await run([], { home: home.path, env });
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr.endsWith(`${sentence}\n`)).toBe(true);
});
