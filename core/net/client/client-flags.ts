import { commonFlags, type Flag, languageFlag } from '#core/cli/arguments.ts';

const common = ['user', 'password-stdin', 'json', 'help'];

/** What every verb takes. */
export const clientFlags: readonly Flag[] = [
  ...commonFlags.filter(({ name }) => common.includes(name)),
  {
    name: 'no-auth',
    takesValue: false,
    summary: {
      zh: '不证明密钥（服务器也用了 --no-auth，仅限本机）',
      en: 'prove no key (where the server runs with --no-auth, on this machine only)',
    },
  },
  languageFlag,
];
