import { variable } from '#conf/app.ts';
import { Home } from '#test/kit/home.ts';
import { fence } from '#test/kit/markdown.ts';
import { launcherOf } from '#test/kit/root.ts';
import { openScreen } from '#test/kit/screen.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { egon } from '#test/kit/users.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { alike } from './alike.ts';
import type { Maker } from './pages.ts';

const columns = 90;

/** The screen of `npm run demo`, in a real terminal. */
export const session: Maker = async ({ language }) => {
  using temporary = new TemporaryFolder();
  await using screen = openScreen({
    file: launcherOf('demo'),
    args: ['--fast'],
    env: { [variable('LANGUAGE')]: language, TMPDIR: temporary.path },
    columns,
    rows: 200,
  });
  await screen.exit();
  return fence('', alike(screen.text().trim()));
};

/** The menu, open, in a real terminal. */
export const menu: Maker = async ({ language }) => {
  using home = Home.shipped();
  await using screen = openScreen({
    file: launcherOf('start'),
    env: { [variable('HOME')]: home.path, [variable('LANGUAGE')]: language },
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
