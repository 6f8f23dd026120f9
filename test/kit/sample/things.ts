import { existsSync, readFileSync } from 'node:fs';

/** A thing of the sample's list: a name and a count. */
export interface Thing {
  readonly name: string;
  readonly count: number;
}

const few: readonly Thing[] = [
  { name: '铅笔', count: 500 },
  { name: '《Python 编程》', count: 40 },
  { name: '机械键盘 ⌨️', count: 30 },
  { name: '自行车 🚲', count: 15 },
  { name: '特斯拉电动汽车', count: 3 },
  { name: '海景别墅', count: 1 },
];

/**
 * Reads lines `name = count`. A missing or empty file gives a few things.
 * The part reads it while it opens, so that a pipe in its place holds the loading of the app.
 */
export function readThings(path: string): readonly Thing[] {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const things = [...text.matchAll(/^(.+) = (\d+)$/gm)].map(([, name = '', count]) => ({
    name,
    count: Number(count),
  }));
  return things.length > 0 ? things : few;
}
