import { needsSignIn, oneShotCommands } from '#core/cli/command-list.ts';
import { helpOfCommand } from '#core/cli/help.ts';
import type { Command } from '#core/command.ts';
import type { Text } from '#lib/text/text.ts';
import { Home } from '#test/kit/home.ts';
import { fence, markdownTable } from '#test/kit/markdown.ts';
import { commandsIn, isOfThisApp, replay } from './commands-shown.ts';
import { detailsShown } from './error-details.ts';
import { allCommands, commandsOf, errorsOf, settingsOf } from './owned.ts';
import { docs, type Maker, type Page } from './pages.ts';

const titles = {
  commands: { zh: ['命令', '作用', '谁能用'], en: ['command', 'what it does', 'for whom'] },
  settings: {
    zh: ['settings.ini', '默认值', '可以是', '环境变量', '命令行选项', '含义'],
    en: ['settings.ini', 'default', 'may be', 'environment', 'flag', 'meaning'],
  },
  errors: { zh: ['code', '退出码', '提示'], en: ['code', 'exit', 'sentence'] },
} as const;

const audiences = {
  user: { zh: '用户（要 `--user` 和密码）', en: 'users (`--user` and password)' },
  public: { zh: '所有人', en: 'everybody' },
  local: { zh: '在这台机器上的人', en: 'everybody on this machine' },
} as const satisfies Record<string, Text>;

/** The one-shot commands of the page's part. */
export const commandTable: Maker = async (page) => {
  const { language } = page;
  const rows = oneShotCommands(await commandsOf(page)).map((command) => {
    const [usage = ''] = helpOfCommand(command, language).split('\n');
    const line = usage.slice(usage.indexOf(` ${command.name}`)).trim();
    return [`\`${line}\``, command.summary[language], audienceOf(command)[language]];
  });
  return markdownTable(titles.commands[language], rows);
};

function audienceOf(command: Command): Text {
  if (command.reach === 'local') return audiences.local;
  return needsSignIn(command) ? audiences.user : audiences.public;
}

/** The settings of the page's part. */
export const settingTable: Maker = async (page) => {
  const { language } = page;
  const rows = (await settingsOf(page)).map((one) => [
    `\`[${one.section}] ${one.key}\``,
    linesAsCode(one.default),
    one.kind.expected[language],
    `\`${one.variable}\``,
    `\`--${one.flag}\``,
    one.summary[language],
  ]);
  return markdownTable(titles.settings[language], rows);
};

/** A cell of a table has one line. */
const linesAsCode = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `\`${line}\``)
    .join('<br>');

/** The error codes of the page's part, with the sentence that a user sees. */
export const errorTable: Maker = async (page) => {
  const rows = (await errorsOf(page))
    .toSorted((a, b) => a.exitCode - b.exitCode || (a.code < b.code ? -1 : 1))
    .map(({ code, exitCode, text }) => [
      `\`${code}\``,
      `${exitCode}`,
      literally(text(detailsShown)[page.language]),
    ]);
  return markdownTable(titles.errors[page.language], rows);
};

/** On one line, with the characters of Markdown escaped. */
const literally = (text: string): string => text.replaceAll('\n', ' ').replaceAll(/[\\*<`]/g, '\\$&');

/** The block's own command lines, run one after the other on a home of their own. */
export const examples: Maker = async ({ name, language }, block) => {
  using home = Home.shipped();
  const commands = name === 'README' ? await withoutAbsent(commandsIn(block)) : commandsIn(block);
  return fence('console', await replay(commands, { home: home.path, language }));
};

/** Removes the README's commands of parts that are left out. */
async function withoutAbsent(lines: readonly string[]): Promise<readonly string[]> {
  const names = (await allCommands()).map(({ name }) => name);
  return lines.filter((line) => isOfThisApp(line, names));
}

/** Links to the pages of docs in the page's language, with their first sentences. */
const pageList =
  (isListed: (page: Page) => boolean): Maker =>
  async ({ language }) =>
    docs
      .filter((page) => page.language === language && isListed(page))
      .map((page) => `- [${titleOf(page)}](${page.file})${colons[language]}${firstSentenceOf(page)}`)
      .join('\n');

export const skeletonPages = pageList(({ part }) => part === undefined);
export const partPages = pageList(({ part }) => part !== undefined);

const colons = { zh: '：', en: ': ' } as const;

const titleOf = ({ text }: Page): string => /^# (.+)$/m.exec(text)?.[1] ?? '';

const firstSentenceOf = ({ text }: Page): string =>
  /^# .+\n\n(.+?)(?:\.(?:\s|$)|。|\n)/.exec(text)?.[1] ?? '';
