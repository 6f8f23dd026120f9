import { app } from '#conf/app.ts';
import type { Command } from '#core/command.ts';
import type { Language, Text } from '#lib/text/text.ts';
import { displayWidth } from '#lib/text/width.ts';
import { commonFlags, type Flag } from './arguments.ts';
import { flagsOf, needsSignIn, oneShotCommands } from './command-list.ts';

/** The command that starts the app on this machine. */
const localProgram = 'node bin/start.js';

export const helpTitles = {
  usage: { zh: '用法', en: 'Usage' },
  commands: { zh: '命令', en: 'Commands' },
  flags: { zh: '选项', en: 'Flags' },
  settings: {
    zh: `设置（也可写在 conf/settings.ini 或环境变量 ${app.variablePrefix}…）`,
    en: `Settings (also in conf/settings.ini or as ${app.variablePrefix}...)`,
  },
  menu: { zh: '不带命令：登录并打开菜单', en: 'without a command: sign in and open the menu' },
} as const satisfies Record<string, Text>;

/** The text of `--help` without a command. */
export function helpOfApp(
  commands: readonly Command[],
  settingFlags: readonly Flag[],
  language: Language,
  program: string = localProgram,
): string {
  const rows = oneShotCommands(commands).map(({ name, summary }) => [name, summary[language]] as const);
  return [
    `${helpTitles.usage[language]}: ${program} [command] [--flags]`,
    `  ${helpTitles.menu[language]}`,
    section(helpTitles.commands[language], rows),
    section(helpTitles.flags[language], flagRows(commonFlags, language)),
    section(helpTitles.settings[language], flagRows(settingFlags, language)),
  ].join('\n');
}

/** The text of `--help` for one command. */
export function helpOfCommand(command: Command, language: Language, program: string = localProgram): string {
  const flags = flagsOf(command);
  const shape = flags.map((flag) => {
    const question = command.questions[flag.name];
    const isOptional = question?.flagOnly === true || question?.initial !== undefined;
    return isOptional ? `[${withValue(flag)}]` : withValue(flag);
  });
  return [
    `${helpTitles.usage[language]}: ${[program, command.name, ...shape].join(' ')}`,
    `  ${command.summary[language]}`,
    section(
      helpTitles.flags[language],
      flagRows([...flags, ...commonFlags.filter((flag) => appliesTo(command, flag))], language),
    ),
  ].join('\n');
}

/** Whether a common flag has an effect for a command. The parser accepts it in any case. */
function appliesTo(command: Command, { name }: Flag): boolean {
  const hasSecrets = Object.values(command.questions).some(({ kind }) => kind === 'secret');
  if (name === 'user') return needsSignIn(command);
  if (name === 'password-stdin') return needsSignIn(command) || hasSecrets;
  return name !== 'yes' || command.confirms;
}

const withValue = ({ name, takesValue, valueWord }: Flag): string =>
  takesValue ? `--${name} ${valueWord ?? name.split('-').at(-1)?.toUpperCase()}` : `--${name}`;

export const flagRows = (flags: readonly Flag[], language: Language) =>
  flags.map((flag) => [withValue(flag), flag.summary[language]] as const);

export function section(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => displayWidth(name)));
  const lines = rows.map(
    ([name, summary]) => `  ${name}${' '.repeat(width - displayWidth(name))}  ${summary}`,
  );
  return ['', title, ...lines].join('\n');
}
