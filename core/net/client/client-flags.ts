import { commonFlags, type Flag, languageFlag } from '#core/cli/arguments.ts';

const common = ['user', 'password-stdin', 'json', 'help'];

/** The flags of every verb. */
export const clientFlags: readonly Flag[] = [
  ...commonFlags.filter(({ name }) => common.includes(name)),
  {
    name: 'no-auth',
    takesValue: false,
    summary: {
      zh: '连接时不使用密钥（仅限本机上以 --no-auth 运行的服务器）',
      en: 'connect without the key (only to a server on this machine that runs with --no-auth)',
    },
  },
  languageFlag,
];
