import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { partsOf } from '#build/part-of.js';
import type { Language } from '#lib/text/text.ts';
import { readDocument, readmes } from '#test/kit/markdown.ts';
import { root } from '#test/kit/root.ts';

export interface Page {
  /** From the project's folder: `docs/en/settings.md`. */
  readonly file: string;
  /** The same in both languages: `settings`. */
  readonly name: string;
  /** The part that the page belongs to. */
  readonly part: string | undefined;
  readonly language: Language;
  readonly text: string;
}

const languages: readonly Language[] = ['en', 'zh'];

const pageOf = (file: string, name: string, language: Language): Page => ({
  file,
  name,
  part: [...partsOf(file)][0],
  language,
  text: readDocument(file),
});

/** docs/en and docs/zh. */
export const docs: readonly Page[] = languages.flatMap((language) =>
  readdirSync(join(root, 'docs', language))
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => pageOf(`docs/${language}/${file}`, basename(file, '.md'), language)),
);

/** All documents with made blocks: the READMEs, and docs. */
export const pages: readonly Page[] = [
  ...readmes.map(({ file, language }) => pageOf(file, 'README', language)),
  ...docs,
];

/** The block of a page below the remark that it is checked, without its fence. */
export function checkedIn({ text, file }: Page, name: string): string {
  const [, shown] =
    new RegExp(`<!-- checked: ${name} -->\n\`\`\`\\w*\n([\\s\\S]+?)\n\`\`\``).exec(text) ?? [];
  if (shown === undefined) throw new Error(`${file} has no block that is checked as ${name}`);
  return shown;
}

/** Whether a page has such a block. */
export const hasChecked = ({ text }: Page, name: string): boolean =>
  text.includes(`<!-- checked: ${name} -->`);

/** Makes a block of a page anew. @param block its present content. */
export type Maker = (page: Page, block: string) => Promise<string>;
