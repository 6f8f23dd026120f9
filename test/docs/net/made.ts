import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { verbs } from '#bin/parts/connect.ts';
import { partsOf } from '#build/part-of.js';
import { namedVerbs } from '#core/net/client/command-line.ts';
import type { Verb } from '#core/net/client/verb.ts';
import { commandsIn } from '#test/docs/commands-shown.ts';
import type { Maker, Page } from '#test/docs/pages.ts';
import { Home } from '#test/kit/home.ts';
import { fence, markdownTable } from '#test/kit/markdown.ts';
import { root } from '#test/kit/root.ts';
import { ShownServer } from './shown-server.ts';

/** The block's own command lines, run against a server that has the settings of the page. */
const server: Maker = async (page, block) => {
  using home = Home.shipped();
  await using server = await ShownServer.start(home, page.language, settingsIn(page));
  return fence('console', await server.replay(commandsIn(block)));
};

/** The command that starts the server, and its printed lines of the page's services. */
const start: Maker = async ({ language }) => {
  using home = Home.shipped();
  await using server = await ShownServer.start(home, language);
  const own = server.printed.split('\n').filter((line) => line.startsWith('status '));
  return fence('console', [server.made, '$ node bin/serve.js', ...own].join('\n'));
};

/** The verbs of the page's part. */
const verbTable: Maker = async (page) => {
  const { language } = page;
  const rows = (await verbsOf(page)).map(({ name, usage, summary }) => [
    `\`${`${name} ${usage}`.trim()}\``,
    summary[language],
  ]);
  return markdownTable({ zh: ['命令', '作用'], en: ['verb', 'what it does'] }[language], rows);
};

export const makers: Readonly<Record<string, Maker>> = {
  server,
  start,
  verbs: verbTable,
  'server-flags': server,
  'client-flags': server,
};

/** The verbs that the code of the page's part defines, in the order of the client's help. */
export async function verbsOf({ part }: Page): Promise<readonly Verb[]> {
  const files = readdirSync(join(root, 'core'), { recursive: true, encoding: 'utf8' })
    .map((path) => `core/${path}`)
    .filter((path) => path.endsWith('.ts') && part !== undefined && partsOf(path).has(part));
  const modules = await Promise.all(files.map((path) => import(join(root, path))));
  const own = new Set(modules.flatMap((module) => Object.values(module)));
  return namedVerbs(verbs).filter((verb) => own.has(verb));
}

/** The page's settings.ini as a file. */
export const settingsIn = ({ text }: Page): string =>
  /<!-- checked: settings -->\n```ini\n([\s\S]+?)```/.exec(text)?.[1] ?? '';
