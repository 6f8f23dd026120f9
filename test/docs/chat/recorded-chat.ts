import type { Language } from '#lib/text/text.ts';
import { alike } from '#test/docs/alike.ts';
import { Home } from '#test/kit/home.ts';
import { openScreen, type Screen } from '#test/kit/screen.ts';
import { patienceMs } from '#test/kit/waiting.ts';

const lines = [
  { of: 'egon', text: { zh: '在吗？', en: 'Are you there?' } },
  { of: 'alex', text: { zh: '在，刚沏好茶', en: 'Yes, with a pot of tea' } },
  { of: 'egon', text: { zh: '留我一杯', en: 'Keep me a cup' } },
] as const;

/** Plays a chat of egon and alex in two windows. @returns the screen of egon. */
export async function recordChat(language: Language): Promise<string> {
  using home = Home.shipped();
  await using alex = openWindow(home, language, ['--user', 'alex'], { APP_PASSWORD: 'alex3714' });
  const opened = await alex.waitFor(/127\.0\.0\.1:\d+ .*\n\? /, patienceMs);
  const [address = ''] = /127\.0\.0\.1:\d+/.exec(opened) ?? [];
  await using egon = openWindow(home, language, ['--user', 'egon', '--with', 'alex'], {
    APP_PASSWORD: '123',
    APP_CHAT_BOOK: `alex = ${address}`,
  });
  await egon.waitFor(/^\? /m, patienceMs);
  const windows = { alex, egon };
  for (const { of, text } of lines) {
    const said = text[language];
    windows[of].type(`${said}\n`);
    const isHeard = (screen: string): boolean =>
      screen.split('\n').filter((line) => line.includes(said)).length === 1;
    await Promise.all([alex, egon].map((window) => window.waitFor(isHeard, patienceMs)));
  }
  egon.type('q\n');
  await egon.exit(patienceMs);
  return alike(egon.history().replaceAll(address, '127.0.0.1:8081'));
}

const openWindow = (
  home: Home,
  language: Language,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Screen =>
  openScreen({
    file: 'bin/start.js',
    args: ['chat', ...args],
    env: { APP_HOME: home.path, APP_LANGUAGE: language, APP_CHAT_PORT: '0', ...env },
    columns: 110,
    rows: 24,
  });
