import type { Language } from '#lib/text/text.ts';
import { Home } from '#test/kit/home.ts';
import { fence } from '#test/kit/markdown.ts';
import { openScreen, type Screen } from '#test/kit/screen.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { alike } from './alike.ts';
import type { Maker } from './pages.ts';
import { menuPrompt, type Step, scenes } from './scene.ts';

const signIn: readonly Step[] = [
  [{ zh: '? 用户名', en: '? Name' }, 'egon'],
  [{ zh: '? 密码', en: '? Password' }, '123'],
];
const whoAmI: Step = [menuPrompt, { zh: '我是谁', en: 'Who am I' }];
const quit: Step = [menuPrompt, { zh: '退出', en: 'Quit' }];

interface Recording {
  /** The menu, open. */
  readonly menu: string;
  /** All that was ever on the screen. */
  readonly session: string;
}

const recordings = new Map<Language, Promise<Recording>>();

/** One recording for both blocks. */
function recordingOf(language: Language): Promise<Recording> {
  const recording = recordings.get(language) ?? record(language);
  recordings.set(language, recording);
  return recording;
}

export const session: Maker = async ({ language }) => fence('', (await recordingOf(language)).session);
export const menu: Maker = async ({ language }) => fence('', (await recordingOf(language)).menu);

/** Plays a session on the real app in a real terminal: the skeleton's steps, and the scenes of the parts. */
async function record(language: Language): Promise<Recording> {
  using home = Home.shipped();
  await using screen = openScreen({
    file: 'bin/start.js',
    env: { APP_HOME: home.path, APP_LANGUAGE: language },
    columns: 90,
    rows: 24,
  });
  const steps = [...signIn, whoAmI, ...(await scenes()).flatMap((scene) => scene.steps), quit];
  let menu = '';
  for (const [prompt, answer] of steps) {
    const shown = await promptOf(screen, prompt[language]);
    if (menu === '' && prompt === menuPrompt)
      menu = shown.slice(shown.lastIndexOf('\n\n', shown.indexOf('❯'))).trim();
    const before = answeredIn(screen);
    screen.type(`${typeof answer === 'string' ? answer : numberOf(answer[language], shown)}\n`);
    await screen.waitFor(() => answeredIn(screen) > before, patienceMs);
  }
  await screen.exit(patienceMs);
  return { menu: alike(menu), session: alike(screen.history()) };
}

/** The number that chooses an entry of the list. */
function numberOf(title: string, shown: string): string {
  const lines = shown.slice(shown.lastIndexOf('\n? ')).split('\n');
  const [, number] =
    lines.map((line) => /^[❯ ] (\d+)\. (.+)$/.exec(line)).find((found) => found?.[2] === title) ?? [];
  if (number === undefined) throw new Error(`there is no entry ${title} in\n${shown}`);
  return number;
}

const promptOf = (screen: Screen, prompt: string): Promise<string> =>
  screen.waitFor((text) => lastPrompt(text).startsWith(prompt), patienceMs);

const answeredIn = (screen: Screen): number => screen.history().match(/^✔ /gm)?.length ?? 0;

/** The open question, if there is one. */
const lastPrompt = (text: string): string => text.split('\n').findLast((line) => line.startsWith('? ')) ?? '';
