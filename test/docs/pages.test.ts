import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { oneShotCommands } from '#core/cli/command-list.ts';
import { exitCodeOf } from '#core/exit-codes.ts';
import { fencesIn, madeIn, readDocument, readmes, remade } from '#test/kit/markdown.ts';
import { root } from '#test/kit/root.ts';
import { betrayals } from '#test/rules/words.ts';
import { commandsIn } from './commands-shown.ts';
import { anchorsIn, isThere, linksIn, pathsIn } from './links.ts';
import { madeBlocks } from './made.ts';
import { commandsOf } from './owned.ts';
import { docs, pages } from './pages.ts';

const firstCommands = '```\nnpm ci && npm start\n```\n\n```\nnpm ci && npm test\n```\n';
const others = ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
const linesMax: Readonly<Record<string, number>> = {
  'README.md': 200,
  'README.zh-CN.md': 200,
  'ARCHITECTURE.md': 150,
};

// After an intended change: npx vitest run test/docs -u
test.concurrent.for(pages.filter(({ text }) => madeIn(text).size > 0))(
  '$file shows the output of the app',
  { timeout: 180_000 },
  async (page, context) => {
    const now = remade(page.text, await madeBlocks(page));
    await context.expect(now).toMatchFileSnapshot(join(root, page.file));
  },
);

describe.each([...pages.map(({ file }) => file), ...others])('%s', (file) => {
  const document = readDocument(file);

  test('names files that exist', () => {
    expect(pathsIn(document).filter((path) => !isThere(path))).toEqual([]);
  });

  test('links to existing targets', () => {
    const broken = linksIn(file, document).filter(({ path, anchor }) => {
      if (!isThere(path)) return true;
      return anchor !== undefined && !anchorsIn(readDocument(path)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('is short', () => {
    expect(document.split('\n').length - 1).toBeLessThanOrEqual(linesMax[file] ?? 300);
  });
});

test.each(readmes)('$file begins with the two commands', ({ file }) => {
  const document = readDocument(file);
  expect(document).toMatch(/^# .+\n\n.+/);
  expect(document.indexOf(firstCommands)).toBe(document.indexOf('```'));
});

const namesIn = (language: 'en' | 'zh'): readonly string[] =>
  docs.filter((page) => page.language === language).map(({ name }) => name);

test('docs has the same pages in both languages', () => {
  expect(namesIn('zh')).toEqual(namesIn('en'));
});

describe.each(namesIn('en').concat('README'))('%s in both languages', (name) => {
  const [english, chinese] = (['en', 'zh'] as const).map((language) =>
    pages.find((page) => page.name === name && page.language === language),
  );

  test('has the same blocks, and the same code to copy', () => {
    const shape = (text = '') => ({
      made: [...madeIn(text).keys()],
      checked: text.match(/<!-- checked: [\w-]+ -->/g),
      commands: [...madeIn(text).values()].map(commandsIn),
      code: fencesIn(text).filter(({ language }) => ['ini', 'sh', 'ts', 'diff'].includes(language)),
      headings: text.match(/^#+ /gm),
    });
    expect(shape(chinese?.text)).toEqual(shape(english?.text));
  });
});

test('no page names a part that it does not need', () => {
  const texts = docs.map(({ file, text }) => [file, text] as const);
  expect(betrayals(new Map(texts))).toEqual([]);
});

test.for(docs.filter(({ text }) => madeIn(text).has('commands')))(
  '$file has an example of each of its one-shot commands',
  async (page) => {
    const examples = [...madeIn(page.text).values()].flatMap(commandsIn).join('\n');
    const names = oneShotCommands(await commandsOf(page)).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !examples.includes(`start.js ${name}`))).toEqual([]);
  },
);

test.for(docs.filter(({ name }) => name === 'errors'))('$file has every exit code', ({ text }) => {
  const codes = [...text.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code));
  const exiting = (['end', 'hangup', 'interrupt', 'quit', 'unread', 'terminate'] as const).map(exitCodeOf);
  expect(codes).toEqual([0, 1, 2, 3, 4, 5, ...exiting.slice(1)]);
});
