import { app, variable } from '#conf/app.ts';
import { launcherOf, sampleRoot } from '#test/kit/root.ts';
import type { Home } from './home.ts';
import { openScreen, type Screen, type ScreenOptions } from './screen.ts';

export const launcher = launcherOf('start');

/** The same program with the sample in place of the parts: its menu does not depend on the parts. */
export const sampleLauncher = launcherOf('start', sampleRoot);

export interface AppScreenOptions extends Pick<ScreenOptions, 'args' | 'columns' | 'rows' | 'env'> {
  /** By default the app itself. */
  readonly launcher?: string;
  /** By default Chinese. */
  readonly language?: 'zh' | 'en';
}

/** The app in a window. */
export function openAppScreen(
  home: Home,
  { language = 'zh', launcher: file = launcher, env, ...options }: AppScreenOptions = {},
): Screen {
  return openScreen({
    file,
    rows: 60,
    ...options,
    env: { [variable('HOME')]: home.path, [variable('LANGUAGE')]: language, ...env },
  });
}

/** The same, with the first question on the screen: before that, the terminal itself echoes typed keys. */
export async function openFirstQuestion(home: Home, options: AppScreenOptions = {}): Promise<Screen> {
  const screen = openAppScreen(home, options);
  await screen.waitFor(/\? (用户名|Name)$/);
  return screen;
}

/** The same, with the menu open. */
export async function openMenu(
  home: Home,
  [name, password]: readonly [string, string],
  options: AppScreenOptions = {},
): Promise<Screen> {
  const screen = await openFirstQuestion(home, options);
  screen.type(`${name}\n${password}\n`);
  await waitForMenu(screen);
  return screen;
}

/** The menu of the sample app. */
export const openSampleMenu = (
  home: Home,
  user: readonly [string, string],
  options: AppScreenOptions = {},
): Promise<Screen> => openMenu(home, user, { ...options, launcher: sampleLauncher });

const menuOpen = /\? (请选择|Choose)\n[^✔]*$/;

/** Waits until the main menu is open, below a text that has not been there before. */
export const waitForMenu = (screen: Screen, below = ''): Promise<string> =>
  screen.waitFor((text) => text.includes(below) && menuOpen.test(text));

/** Waits until this question, and no other, is open. */
export const waitForQuestion = (screen: Screen, message: string): Promise<string> =>
  screen.waitFor((text) => text.slice(text.lastIndexOf('\n? ') + 1).startsWith(`? ${message}`));

/** Esc directly before a key is that key with Alt: waits for the app's drawing, or a while where it draws nothing. */
export async function pressEsc(screen: Screen): Promise<void> {
  const before = screen.raw().length;
  const untilMs = performance.now() + 500;
  screen.press('esc');
  await screen.waitFor(() => screen.raw().length > before || performance.now() > untilMs);
}

/** The number that an entry has in the open menu. */
export function numberOf(screen: Screen, title: string): number {
  const number = new RegExp(`^[❯ ] (\\d+)\\. ${title}$`, 'm').exec(screen.text())?.[1];
  if (number === undefined) throw new Error(`no entry ${title} in:\n${screen.text()}`);
  return Number(number);
}

/** Replaces texts that differ from run to run by texts of the same width: times, ids, the rest of the session, the app's title. */
export function steady(text: string): string {
  return text
    .replaceAll(app.title.zh, 'TITLE')
    .replaceAll(app.title.en, 'TITLE')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'YYYY-MM-DD hh:mm:ss')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{0,12}){1,4}(?=…|\b)/g, (id) => id.replaceAll(/[0-9a-f]/g, 'x'))
    .replaceAll(/(会话剩余|session:) .*/g, '$1 …');
}

/** The lines since the menu was shown last but one. */
export function lastSteps(text: string): string {
  const alike = steady(text);
  const banners = [...alike.matchAll(/^TITLE {2}.*$/gm)];
  return alike.slice(banners.at(-2)?.index ?? 0, banners.at(-1)?.index).trimEnd();
}
