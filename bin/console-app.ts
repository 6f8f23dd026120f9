import type { ConsoleApp } from '#core/services/console/run.ts';
import type { App } from './app.ts';
import { settingFlags } from './setting-flags.ts';
import { appTitle, welcome } from './welcome.ts';

/** The app as a remote console offers it. */
export const consoleAppOf = (app: App, version: string): ConsoleApp => ({
  ...app,
  version,
  title: appTitle,
  // The server's settings are the server's; the language is the client's.
  settingFlags: settingFlags.filter(({ name }) => name === 'language'),
  welcome: (language, colours) => welcome(language, colours, 'node bin/connect.js HOST:PORT'),
});
