/** The identity of this app. No other file holds the app's name; a new project changes this file. */
export const app = {
  /** Name of the npm package, of the command that npm links, and of the system user that runs the service. */
  name: 'console-app',
  title: { zh: '控制台商城', en: 'Console Shop' },
  description: {
    zh: '控制台里的商城和银行',
    en: 'a shop and a bank in a terminal',
  },
  /**
   * SQLite's `application_id` of the database file, 31 bits; here "capp" in ASCII. The app refuses a file with another id.
   * https://sqlite.org/pragma.html#pragma_application_id
   */
  databaseId: 0x63617070,
  /** Prefix of every environment variable of the app. */
  variablePrefix: 'APP_',
} as const;

/** @returns the full name of an environment variable of the app: `APP_HOME` for `HOME`. */
export const variable = (name: string): string => app.variablePrefix + name;
