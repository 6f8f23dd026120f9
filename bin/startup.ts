import { readFileSync } from 'node:fs';
import { readSettings, type Settings, SettingsError } from '#conf/settings.ts';
import { type Arguments, commonFlags, parseArguments } from '#core/arguments.ts';
import { errors } from '#core/errors.ts';
import type { Language } from '#core/text.ts';
import { type Places, placesOf } from './places.ts';
import { settingFlags } from './setting-flags.ts';

/** All that is known before anything heavy is loaded. */
export interface Startup {
  readonly args: readonly string[];
  /** The command line as far as it can be read without knowing the commands. */
  readonly preview: Arguments;
  readonly places: Places;
  readonly settings: Settings;
}

/** @throws AppError `configuration`, with everything that is wrong in the settings. */
export function prepare(root: URL, args: readonly string[], env: NodeJS.ProcessEnv): Startup {
  const places = placesOf(root, env['APP_HOME']);
  const preview = parseArguments(args, [...commonFlags, ...settingFlags]);
  return { args, preview, places, settings: settingsOf(places, preview, env) };
}

function settingsOf(places: Places, { flags }: Arguments, env: NodeJS.ProcessEnv): Settings {
  const given = settingFlags.flatMap(({ name }): [string, string][] => {
    const value = flags.get(name);
    return typeof value === 'string' ? [[name, value]] : [];
  });
  try {
    return readSettings({ text: textOf(places.settingsFile), env, flags: new Map(given) });
  } catch (error) {
    if (error instanceof SettingsError) throw errors.configuration({ problem: error.message });
    throw error;
  }
}

/** A missing settings.ini means: everything at its default. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw errors.configuration({ problem: `${path}: ${(error as Error).message}` });
  }
}

/** For a failure so early that no setting could be read. */
export const languageOf = (env: NodeJS.ProcessEnv): Language =>
  /^zh/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'zh' : 'en';
