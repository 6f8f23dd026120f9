import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parts } from '#build/parts.js';
import { madeIn } from '#test/kit/markdown.ts';
import { root } from '#test/kit/root.ts';
import { menu, session } from './made-screens.ts';
import { commandTable, errorTable, examples, partPages, settingTable, skeletonPages } from './made-tables.ts';
import type { Maker, Page } from './pages.ts';

/** The blocks that any page may have. */
const makers: Readonly<Record<string, Maker>> = {
  commands: commandTable,
  settings: settingTable,
  errors: errorTable,
  examples,
  menu,
  session,
  pages: skeletonPages,
  'part-pages': partPages,
};

/** Imports test/docs/bank/made.ts for `bank/ledger`. The blocks of a part that is left out stay as they are. */
async function makerOf(name: string): Promise<Maker | undefined> {
  const [part = '', rest] = name.split('/');
  if (rest === undefined || !(part in parts)) return makers[name];
  const file = join(root, 'test', 'docs', part, 'made.ts');
  if (!existsSync(file)) return async (page) => (madeIn(page.text).get(name) ?? '').trimEnd();
  return (await import(file)).makers[rest];
}

/** The right content of the blocks of a page. @throws Error for an unknown block. */
export async function madeBlocks(page: Page): Promise<Record<string, string>> {
  const blocks = [...madeIn(page.text)].map(async ([name, block]) => {
    const maker = await makerOf(name);
    if (maker === undefined) throw new Error(`${page.file}: nothing makes the block ${name}`);
    return [name, await maker(page, block)] as const;
  });
  return Object.fromEntries(await Promise.all(blocks));
}
