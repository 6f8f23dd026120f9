import { toAppError } from '#core/app-error-of.ts';
import { type Arguments, commonFlags, type Flag } from '#core/cli/arguments.ts';
import { flagRows, section } from '#core/cli/help.ts';
import { errors } from '#core/errors.ts';
import { createSecretKey } from '#lib/secret-key.ts';
import type { Language, Text } from '#lib/text/text.ts';
import { runServer } from './run-server.ts';
import { settingFlags } from './setting-flags.ts';
import { earlyLanguage, prepare, type Startup } from './startup.ts';
import { versionOf } from './version.ts';

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
      zh: '即 --server-port；0 表示各服务都用任意空闲端口',
      en: 'short for --server-port; 0: any free port, for every service',
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
    await act(startup);
  } catch (error) {
    const refusal = toAppError(error);
    if (refusal === undefined) throw error;
    process.stderr.write(`${refusal.text[earlyLanguage(args, env)]}\n`);
    process.exitCode = refusal.exitCode;
  }
}

/** `--host` and `--port` are what everybody types first: short for the settings of the same meaning. */
const inFull = (arg: string): string => arg.replace(/^--(?=(?:host|port)(?:=|$))/, '--server-');

async function act(startup: Startup): Promise<void> {
  const { preview, paths, settings } = startup;
  const { language } = settings;
  const problems = [...preview.problems, ...surplus(preview)].map((problem) => problem[language]);
  if (problems.length > 0) throw errors.usage({ problems });
  if (preview.flags.has('help')) return print(help(language));
  if (preview.flags.has('version')) return print(versionOf(paths));
  if (!preview.flags.has('new-key')) return runServer(startup);
  createSecretKey(paths.secretKeyFile);
  const made: Text = {
    zh: `已新建密钥 ${paths.secretKeyFile}。客户端也要有它。`,
    en: `A new key lies in ${paths.secretKeyFile}. Clients need it, too.`,
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
  const titles = {
    usage: { zh: '用法', en: 'Usage' },
    flags: { zh: '选项', en: 'Flags' },
    settings: {
      zh: '设置（也可写在 conf/settings.ini 或环境变量 APP_…）',
      en: 'Settings (also in conf/settings.ini or as APP_...)',
    },
  };
  return [
    `${titles.usage[language]}: node bin/serve.js [--flags]`,
    section(titles.flags[language], flagRows([...serveFlags, ...usedCommonFlags], language)),
    section(titles.settings[language], flagRows(settingFlags, language)),
  ].join('\n');
}

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
