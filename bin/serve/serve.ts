import { versionOf } from '#bin/shared/paths.ts';
import { settingFlags } from '#bin/shared/setting-flags.ts';
import { earlyLanguage, prepare, type Startup } from '#bin/shared/startup.ts';
import { toAppError } from '#core/app-error.ts';
import { type Arguments, commonFlags, type Flag } from '#core/cli/arguments.ts';
import { flagRows, helpTitles, section } from '#core/cli/help.ts';
import { errors } from '#core/errors.ts';
import { createSecretKey } from '#lib/net/secret-key.ts';
import type { Language, Text } from '#lib/text/text.ts';
import { runServer } from './run-server.ts';

/** What serve.js takes besides the settings. */
const serveFlags: readonly Flag[] = [
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
      en: 'port of the server; services take the ports behind it; 0: any free ports',
    },
  },
  {
    name: 'no-auth',
    takesValue: false,
    summary: {
      zh: '不要求客户端证明密钥（仅限本机）',
      en: 'ask clients for no proof of the key (on this machine only)',
    },
  },
  {
    name: 'new-key',
    takesValue: false,
    summary: {
      zh: '新建密钥文件 conf/secret.key，然后退出',
      en: 'make the key file conf/secret.key, and end',
    },
  },
];

const usedCommonFlags = commonFlags.filter(({ name }) => name === 'help' || name === 'version');

/** Serves until a signal comes, and ends the process. */
export async function main(root: URL): Promise<void> {
  const { env } = process;
  const args = process.argv.slice(2).map(inFull);
  process.umask(0o077);
  try {
    const startup = prepare(root, args, env, serveFlags);
    await act(startup, process.argv.slice(2).some(isPort));
  } catch (error) {
    const refusal = toAppError(error);
    if (refusal === undefined) throw error;
    process.stderr.write(`${refusal.text[earlyLanguage(args, env)]}\n`);
    process.exitCode = refusal.exitCode;
  }
}

/** `--host` and `--port` are what everybody types first: short for the settings of the same meaning. */
const inFull = (arg: string): string => arg.replace(/^--(?=(?:host|port)(?:=|$))/, '--server-');

/** `--port` moves all ports, so that two apps can run on one machine; `--server-port` moves one. */
const isPort = (arg: string): boolean => /^--port(?:=|$)/.test(arg);

async function act(startup: Startup, movesPorts: boolean): Promise<void> {
  const { preview, paths, settings } = startup;
  const { language } = settings;
  const problems = [...preview.problems, ...surplus(preview)].map((problem) => problem[language]);
  if (problems.length > 0) throw errors.usage({ problems });
  if (preview.flags.has('help')) return print(help(language));
  if (preview.flags.has('version')) return print(versionOf(paths));
  if (!preview.flags.has('new-key')) return runServer(startup, { movesPorts });
  createSecretKey(paths.conf('secret.key'));
  const made: Text = {
    zh: `已新建密钥 ${paths.conf('secret.key')}。客户端也要有它。`,
    en: `A new key lies in ${paths.conf('secret.key')}. Clients need it, too.`,
  };
  print(made[language]);
}

function surplus({ command, words, flags }: Arguments): Text[] {
  const taken = [...serveFlags, ...usedCommonFlags, ...settingFlags].map(({ name }) => name);
  return [
    ...(command === undefined ? [] : [command, ...words]).map((word) => ({
      zh: `多余的参数 ${word}`,
      en: `unexpected argument ${word}`,
    })),
    ...[...flags.keys()]
      .filter((name) => !taken.includes(name))
      .map((name) => ({ zh: `服务器没有 --${name} 这个选项`, en: `the server takes no --${name}` })),
  ];
}

function help(language: Language): string {
  return [
    `${helpTitles.usage[language]}: node bin/serve.js [--flags]`,
    section(helpTitles.flags[language], flagRows([...serveFlags, ...usedCommonFlags], language)),
    section(helpTitles.settings[language], flagRows(settingFlags, language)),
  ].join('\n');
}

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
