import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { app } from '#conf/app.ts';
import { lastSteps, openAppScreen, sampleLauncher, waitForMenu } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { holdLoading } from '#test/kit/slow-start.ts';

const frames = {
  zh: `${app.title.zh}\n新用户：node bin/start.js register · Ctrl-C 离开\n\n? 用户名`,
  en: `${app.title.en}\nNew here: node bin/start.js register · Ctrl-C leaves\n\n? Name`,
};
/** The escape sequence with which the prompt replaces the first frame. */
const eraseLine = '\x1b[2K';

test.concurrent.each([
  ['zh', ''],
  ['en', ''],
  ['zh', '1'],
] as const)(
  'the first question looks the same before and after loading: %s, NO_COLOR=%s',
  async (language, noColour) => {
    using home = new Home();
    const goOn = holdLoading(home);
    await using screen = openAppScreen(home, {
      language,
      launcher: sampleLauncher,
      env: { NO_COLOR: noColour },
    });
    expect(await screen.waitFor('?')).toBe(frames[language]);
    const before = screen.cursor();
    expect(before.visible).toBe(true);
    expect(screen.raw()).not.toContain(eraseLine);
    await goOn();
    await screen.waitFor(
      (text) =>
        screen.raw().includes(eraseLine) &&
        text === frames[language] &&
        isDeepStrictEqual(screen.cursor(), before),
    );
    screen.type('x');
    expect(await screen.waitFor(/x$/)).toBe(`${frames[language]} x`);
  },
);

test.concurrent('keys typed before loading has ended are not echoed, and not lost', async ({ expect }) => {
  using home = new Home();
  const goOn = holdLoading(home);
  await using screen = openAppScreen(home, { launcher: sampleLauncher });
  await screen.waitFor('?');
  screen.type('egonx');
  screen.press('backspace');
  screen.type('\n123\n我是谁\n');
  // No wait is needed: the terminal itself would echo at once.
  await sleep(300);
  expect(screen.text()).toBe(frames.zh);
  await goOn();
  expect(lastSteps(await waitForMenu(screen, 'egon，会话剩余'))).toMatchInlineSnapshot(`
    "TITLE  egon  会话剩余 …
    ✔ 请选择 我是谁
    egon，会话剩余 …"
  `);
  expect(screen.raw()).not.toContain('123');
});

test.concurrent('keys typed before the app has drawn anything are not lost', async () => {
  using home = new Home();
  await using screen = openAppScreen(home);
  screen.type('egon\n123\n我是谁\n');
  expect(await waitForMenu(screen, 'egon，会话剩余')).toContain('✔ 用户名 egon\n✔ 密码 ********\n');
});
