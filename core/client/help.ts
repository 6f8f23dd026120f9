import { flagRows, section } from '#core/cli/help.ts';
import type { Language } from '#lib/text/text.ts';
import { clientFlags } from './client-flags.ts';
import type { Verb } from './verb.ts';

const program = 'node bin/connect.js HOST:PORT';

const words = {
  usage: { zh: '用法', en: 'Usage' },
  verbs: { zh: '命令', en: 'Commands' },
  flags: { zh: '选项', en: 'Flags' },
  menu: {
    zh: '不带命令：登录并打开服务器上的菜单',
    en: 'without a command: sign in and open the menu of the server',
  },
  rest: {
    zh: '其他命令由服务器执行，与 node bin/start.js 相同，例如 balance、transfer；全部见 HOST:PORT --help',
    en: 'any other command is run by the server, as node bin/start.js does: balance, transfer ...; all are in HOST:PORT --help',
  },
};

/** `--help` of the client itself. */
export const helpOfClient = (verbs: readonly Verb[], language: Language): string =>
  [
    `${words.usage[language]}: ${program} [command] [--flags]`,
    `  ${words.menu[language]}`,
    `  ${words.rest[language]}`,
    section(
      words.verbs[language],
      verbs.map(({ name, usage, summary }) => [`${name} ${usage}`.trim(), summary[language]] as const),
    ),
    section(words.flags[language], flagRows(clientFlags, language)),
  ].join('\n');

/** `--help` of one verb. */
export const helpOfVerb = ({ name, usage, summary, flags = [] }: Verb, language: Language): string =>
  [
    `${words.usage[language]}: ${`${program} ${name} ${usage}`.trim()}`,
    `  ${summary[language]}`,
    section(words.flags[language], flagRows([...flags, ...clientFlags], language)),
  ].join('\n');
