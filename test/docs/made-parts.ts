import { sections } from '#bin/parts/settings.ts';
import { settingDefinitionsOf } from '#conf/settings.ts';
import { oneShotCommands } from '#core/cli/command-list.ts';
import { helpOfCommand } from '#core/cli/help.ts';
import type { Command } from '#core/command.ts';
import type { Language, Text } from '#lib/text/text.ts';
import { openTestApp } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';
import { fence, madeIn, markdownTable } from '#test/kit/markdown.ts';
import { recordChat } from './chat/recorded-chat.ts';
import { commandsIn, replay } from './commands-shown.ts';
import { ShownServer } from './net/shown-server.ts';
import { recordSession } from './recorded-session.ts';

const titles = {
  commands: { zh: ['命令', '作用', '谁能用'], en: ['command', 'what it does', 'for whom'] },
  settings: {
    zh: ['settings.ini', '默认值', '可以是', '环境变量', '命令行选项', '含义'],
    en: ['settings.ini', 'default', 'may be', 'environment', 'flag', 'meaning'],
  },
} as const;

const audiences = {
  user: { zh: '用户（要 `--user` 和密码）', en: 'users (`--user` and password)' },
  public: { zh: '所有人', en: 'everybody' },
  local: { zh: '在这台机器上的人', en: 'everybody on this machine' },
} as const satisfies Record<string, Text>;

/** The parts of a README that the program itself tells, made anew; the examples are run as the document has them. */
export async function madeParts(document: string, language: Language): Promise<Record<string, string>> {
  using home = Home.shipped();
  using other = Home.shipped();
  const examples = commandsIn(madeIn(document).get('examples') ?? '');
  const [{ session, menu }, shown, commands, chat, network] = await Promise.all([
    recordSession(home, language),
    replay(examples, { home: other.path, language }),
    allCommands(),
    recordChat(language),
    networkParts(document, language),
  ]);
  return {
    session: fence('', session),
    menu: fence('', menu),
    commands: commandTable(commands, language),
    examples: fence('console', shown),
    settings: settingsTable(language),
    chat: fence('', chat),
    ...network,
  };
}

async function networkParts(document: string, language: Language): Promise<Record<string, string>> {
  using home = Home.shipped();
  await using server = await ShownServer.start(home, language, {
    APP_EXEC_ALLOW: allowedIn(document),
  });
  const replayed = async (name: string): Promise<string> =>
    fence('console', await server.replay(commandsIn(madeIn(document).get(name) ?? '')));
  return {
    serve: fence('console', `${server.made}\n$ node bin/serve.js\n${server.printed}`),
    'serve-help': await replayed('serve-help'),
    'connect-help': await replayed('connect-help'),
    network: await replayed('network'),
  };
}

/** The commands that the document's settings.ini allows, as the variable has them: without indent. */
export const allowedIn = (document: string): string =>
  (/^allow =\n((?: {4}.+\n)+)/m.exec(document)?.[1] ?? '').replaceAll(/^ {4}/gm, '').trimEnd();

/** Every command there is. */
export async function allCommands(): Promise<readonly Command[]> {
  using home = Home.shipped();
  const { app } = await openTestApp(home);
  await app.close();
  return app.commands;
}

function commandTable(commands: readonly Command[], language: Language): string {
  const rows = oneShotCommands(commands).map((command) => {
    const [usage = ''] = helpOfCommand(command, language).split('\n');
    const line = usage.slice(usage.indexOf(` ${command.name}`)).trim();
    return [
      `\`${line}\``,
      command.summary[language],
      audiences[command.reach === 'local' ? 'local' : command.access][language],
    ];
  });
  return markdownTable(titles.commands[language], rows);
}

function settingsTable(language: Language): string {
  const rows = settingDefinitionsOf(sections).map(
    ({ section, key, default: value, kind, variable, flag, summary }) => [
      `\`[${section}] ${key}\``,
      linesAsCode(value),
      kind.expected[language],
      `\`${variable}\``,
      `\`--${flag}\``,
      summary[language],
    ],
  );
  return markdownTable(titles.settings[language], rows);
}

/** A cell of a table has one line. */
const linesAsCode = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `\`${line}\``)
    .join('<br>');
