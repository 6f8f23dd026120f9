import { describe, expect, test } from 'vitest';
import { app, variable } from '#conf/app.ts';
import { launcher, openAppScreen, openFirstQuestion, waitForQuestion } from '#test/kit/app-screen.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { attack, expectUntouched, openShell } from '#test/kit/hostile.ts';

describe.concurrent('in products.ini', () => {
  test.each([
    ['a product', `[tea]\nname = 茶${attack}\nprice = 1\nstock = 1\n`],
    ['the id of a product', `[tea${attack}]\nname = 茶\nprice = 1\nstock = 1\n`],
  ])('%s is refused, and shown without effect', async (_, products) => {
    using home = bankHome({ 'products.ini': products });
    await using screen = openAppScreen(home);
    expect((await screen.exit()).code).toBe(2);
    expect(screen.text()).toContain('products.ini');
    expectUntouched(screen, app.title.zh);
  });
});

test.concurrent('on the command line', async () => {
  using home = bankHome();
  const args = ['buy', '--product', attack, '--quantity', '1', '--user', 'egon'];
  await using screen = openShell(launcher, args, {
    [variable('HOME')]: home.path,
    [variable('PASSWORD')]: '123',
  });
  expect((await screen.exit()).code).toBe(4);
  expectUntouched(screen);
});

test.concurrent('an emoji made of several, and a Chinese name, line up in a list', async () => {
  using home = bankHome({
    'products.ini': [
      '[family]\nname = 全家福 👨‍👩‍👧‍👦\nprice = 1\nstock = 1',
      '[flag]\nname = 国旗 🇨🇳\nprice = 22\nstock = 1',
      '[keyboard]\nname = 键盘 ⌨️\nprice = 333\nstock = 1',
      '[e]\nname = café\nprice = 4444\nstock = 1',
      '[plain]\nname = plain\nprice = 55555\nstock = 1',
    ].join('\n'),
  });
  await using screen = await openFirstQuestion(home);
  screen.type('egon\n123\n购物\n1\n');
  await waitForQuestion(screen, '哪一种');
  expect(screen.columnsOf(' 元，余 1')).toEqual(Array(5).fill(25));
});
