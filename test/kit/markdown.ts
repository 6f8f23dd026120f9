import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '#lib/text/text.ts';
import { displayWidth, pad } from '#lib/text/width.ts';
import { root } from '#test/kit/root.ts';

export const readmes: readonly { readonly file: string; readonly language: Language }[] = [
  { file: 'README.md', language: 'en' },
  { file: 'README.zh-CN.md', language: 'zh' },
];

export const readDocument = (file: string): string => readFileSync(join(root, file), 'utf8');

const region = /(<!-- made: ([\w/-]+) -->\n)([\s\S]*?)(<!-- \/made -->)/g;

/** The texts of a document between `<!-- made: name -->` and `<!-- /made -->`. */
export function madeIn(document: string): ReadonlyMap<string, string> {
  return new Map([...document.matchAll(region)].map(([, , name = '', text = '']) => [name, text]));
}

/** The document with each of its made parts made anew. @throws Error when a part has no maker or is missing. */
export function remade(document: string, parts: Readonly<Record<string, string>>): string {
  const missing = new Set(Object.keys(parts));
  const after = document.replace(region, (_, open: string, name: string, __, close: string) => {
    const text = parts[name];
    if (text === undefined) throw new Error(`no maker for the part ${name}`);
    missing.delete(name);
    return `${open}${text}\n${close}`;
  });
  if (missing.size > 0) throw new Error(`the document has no part ${[...missing].join(', ')}`);
  return after;
}

export interface Fence {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks, in their order. */
export const fencesIn = (document: string): readonly Fence[] =>
  [...document.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));

export const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

/** A table whose columns line up in the source, too. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles, ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = titles.map((_, column) =>
    Math.max(3, ...lines.map((cells) => displayWidth(cells[column] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width)).join(' | ')} |`;
  const [head = [], ...body] = lines;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
