import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Home } from '#test/kit/home.ts';
import { fence } from '#test/kit/markdown.ts';
import { launcherOf } from '#test/kit/root.ts';
import { openScreen } from '#test/kit/screen.ts';
import { egon } from '#test/kit/users.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { alike } from './alike.ts';
import type { Maker } from './pages.ts';

const columns = 90;
const lastLines = { zh: /^✔ .* 退出$/m, en: /^✔ .* Quit$/m } as const;

/** What `npm run demo` plays, in a real terminal. */
export const session: Maker = async ({ language }) => {
  const temporary = mkdtempSync(join(tmpdir(), 'demo-'));
  try {
    await using screen = openScreen({
      // The terminal stays open behind the demo, so that a busy machine has time to read the last lines.
      command: '"$@"; cat',
      args: [process.execPath, launcherOf('demo'), '--fast'],
      env: { APP_LANGUAGE: language, TMPDIR: temporary },
      columns,
      rows: 200,
    });
    const played = await screen.waitFor(lastLines[language], patienceMs);
    return fence('', alike(played.trim()));
  } finally {
    rmSync(temporary, { recursive: true });
  }
};

/** The menu, open, in a real terminal. */
export const menu: Maker = async ({ language }) => {
  using home = Home.shipped();
  await using screen = openScreen({
    file: launcherOf('start'),
    env: { APP_HOME: home.path, APP_LANGUAGE: language },
    columns,
    rows: 30,
  });
  const prompts = { zh: ['? 用户名', '? 密码'], en: ['? Name', '? Password'] }[language];
  for (const [index, prompt] of prompts.entries()) {
    await screen.waitFor(prompt, patienceMs);
    screen.type(`${egon[index]}\n`);
  }
  const shown = await screen.waitFor(/❯ 1\. [\s\S]+\n\n.*•/, patienceMs);
  return fence('', alike(shown.slice(shown.lastIndexOf('\n\n', shown.indexOf('❯'))).trim()));
};
