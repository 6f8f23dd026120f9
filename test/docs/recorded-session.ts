import type { Language } from '#lib/text/text.ts';
import type { Home } from '#test/kit/home.ts';
import { openScreen, type Screen } from '#test/kit/screen.ts';
import { patienceMs } from '#test/kit/waiting.ts';

/** For a machine that runs all other tests meanwhile. */

/** The key: from the first entry it goes to the last. */
const up = '\x1b[A';

/** What a person types, and what is waited for before. */
const script: readonly (readonly [waitFor: Readonly<Record<Language, string>>, keys: string])[] = [
  [{ zh: '? 用户名', en: '? Name' }, 'egon'],
  [{ zh: '? 密码', en: '? Password' }, '123'],
  [{ zh: '? 请选择', en: '? Choose' }, '2'],
  [{ zh: '? 请选择', en: '? Choose' }, '1'],
  [{ zh: '? 商店', en: '? Shop' }, '1'],
  [{ zh: '? 哪一种', en: '? Which one' }, '3'],
  [{ zh: '? 数量', en: '? Quantity' }, '2'],
  [{ zh: '? 商店', en: '? Shop' }, '5'],
  [{ zh: '? 合计', en: '? Pay' }, 'y'],
  [{ zh: '? 商店', en: '? Shop' }, '6'],
  [{ zh: '? 请选择', en: '? Choose' }, '3'],
  [{ zh: '? 转给谁', en: '? Transfer to' }, 'alex'],
  [{ zh: '? 金额', en: '? Amount' }, '12.50'],
  [{ zh: '? 从', en: '? Send' }, 'y'],
  [{ zh: '? 请选择', en: '? Choose' }, '4'],
  [{ zh: '? 月份', en: '? Month' }, ''],
  [{ zh: '? 格式', en: '? Format' }, ''],
  [{ zh: '? 请选择', en: '? Choose' }, up],
];

export interface Recording {
  /** The menu, open. */
  readonly menu: string;
  /** All that was ever on the screen. */
  readonly session: string;
}

/** Plays a session on the real app in a real terminal. Ids, times and what is left of the session come out alike each time. */
export async function recordSession(home: Home, language: Language): Promise<Recording> {
  await using screen = openScreen({
    file: 'bin/start.js',
    env: { APP_HOME: home.path, APP_LANGUAGE: language },
    columns: 90,
    rows: 24,
  });
  let menu = '';
  for (const [waitFor, keys] of script) {
    const shown = await promptOf(screen, waitFor[language]);
    if (menu === '' && keys === '2') menu = shown.slice(shown.lastIndexOf('\n\n', shown.indexOf('❯'))).trim();
    const before = answeredIn(screen);
    screen.type(`${keys}\n`);
    await screen.waitFor(() => answeredIn(screen) > before, patienceMs);
  }
  await screen.exit(patienceMs);
  return { menu: alike(menu), session: alike(screen.history()) };
}

const promptOf = (screen: Screen, prompt: string): Promise<string> =>
  screen.waitFor((text) => lastPrompt(text).startsWith(prompt), patienceMs);

const answeredIn = (screen: Screen): number => screen.history().match(/^✔ /gm)?.length ?? 0;

/** The open question, if there is one. */
const lastPrompt = (text: string): string => text.split('\n').findLast((line) => line.startsWith('? ')) ?? '';

const ids = ['7d1f0c3e-52ab-4e06-9f3b-1c88a4d0e6b2', 'b94a27f1-0d6c-4b8e-8a15-63e2f7c9d015'];

/** Replaces what is different each time by something of the same width. */
export function alike(text: string): string {
  const seen: string[] = [];
  const idFor = (start: string): string => {
    if (!seen.includes(start)) seen.push(start);
    return ids[seen.indexOf(start)] ?? start;
  };
  return text
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, (id) =>
      idFor(id.slice(0, 8)),
    )
    .replace(/\b([0-9a-f]{8})(-[0-9a-f-]*)…/g, (_, start: string, rest: string) => {
      return `${idFor(start).slice(0, 8 + rest.length)}…`;
    })
    .replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g, '2026-11-22T08:53:34.986Z')
    .replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/g, '2026-11-22 08:53:34')
    .replace(/\b\d{4} \d{2} \d{2}\b/g, '2026 11 22')
    .replace(/"modified":\d{13}/g, '"modified":1795337614986')
    .replace(/\b127\.0\.0\.1:\d{5}\b/g, '127.0.0.1:50000') // Any free port.
    .replace(/\b16 min \d+ s\b/g, '16 min 40 s')
    .replace(/16 分 \d+ 秒/g, '16 分 40 秒');
}
