import { type Arguments, type Flag, programFlags, unexpectedWord } from '#core/cli/arguments.ts';
import { flagRows, helpTitles, section } from '#core/cli/help.ts';
import type { Language, Text } from '#lib/text/text.ts';

/** The flags of serve.js without those of the settings. */
export const serveFlags: readonly Flag[] = [
  {
    name: 'host',
    takesValue: true,
    summary: { zh: '即 --server-host', en: 'short for --server-host' },
  },
  {
    name: 'port',
    takesValue: true,
    summary: {
      zh: '服务器的端口，各服务依次用后面的端口；0 表示都用任意空闲端口',
      en: 'port of the server; the services use the next ports; 0: any free ports',
    },
  },
  {
    name: 'no-auth',
    takesValue: false,
    summary: {
      zh: '允许没有密钥的客户端连接（仅限本机）',
      en: 'accept clients without the key (on this machine only)',
    },
  },
  {
    name: 'new-key',
    takesValue: false,
    summary: {
      zh: '新建密钥文件 conf/secret.key，然后退出',
      en: 'create the key file conf/secret.key, then exit',
    },
  },
];

/** Replaces `--host` by `--server-host` and `--port` by `--server-port`; `--port` does more, see {@link movesPorts}. */
export const withFullFlags = (args: readonly string[]): readonly string[] =>
  args.map((arg) => arg.replace(/^--(?=(?:host|port)(?:=|$))/, '--server-'));

/** Whether `--port` was given: it moves the ports of all services, so that two apps can run on one machine. */
export const movesPorts = (args: readonly string[]): boolean =>
  args.some((arg) => /^--port(?:=|$)/.test(arg));

/** The problems of a command line of serve.js; empty if it is valid. */
export const problemsOf = (
  { command, words, flags, problems }: Arguments,
  settingFlags: readonly Flag[],
): readonly Text[] => {
  const taken = [...serveFlags, ...programFlags, ...settingFlags].map(({ name }) => name);
  return [
    ...problems,
    ...(command === undefined ? [] : [command, ...words]).map(unexpectedWord),
    ...[...flags.keys()]
      .filter((name) => !taken.includes(name))
      .map((name) => ({ zh: `服务器没有 --${name} 这个选项`, en: `the server takes no --${name}` })),
  ];
};

/** `--help` of serve.js. */
export const helpOfServer = (settingFlags: readonly Flag[], language: Language): string =>
  [
    `${helpTitles.usage[language]}: node bin/serve.js [--flags]`,
    section(helpTitles.flags[language], flagRows([...serveFlags, ...programFlags], language)),
    section(helpTitles.settings[language], flagRows(settingFlags, language)),
  ].join('\n');
