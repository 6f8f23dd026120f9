/** Who this app is. No other file knows its name; a new project changes this one. */
export const app = {
  /** The npm package, the command that npm links, the user of the service. */
  name: 'console-app',
  title: { zh: '控制台商城', en: 'Console Shop' },
  description: {
    zh: '控制台里的商城和银行',
    en: 'a shop and a bank in a terminal',
  },
  /** Marks the database file (SQLite's `application_id`, 31 bits): another app's file is never opened. Here "capp". */
  databaseId: 0x63617070,
  /** Every environment variable of the app begins with it. */
  variablePrefix: 'APP_',
} as const;

/** An environment variable of the app: `APP_HOME` for `HOME`. */
export const variable = (name: string): string => app.variablePrefix + name;
