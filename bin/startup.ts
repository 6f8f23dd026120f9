import { readFileSync } from 'node:fs';
import { readSettings, type Settings, SettingsError } from '#conf/settings.ts';
import { type Arguments, commonFlags, parseArguments } from '#core/cli/arguments.ts';
import { errors } from '#core/errors.ts';
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
    return readSettings({ text: bytesOf(places.settingsFile), env, flags: new Map(given) });
  } catch (error) {
    if (error instanceof SettingsError) throw errors.configuration({ problems: error.problems });
    throw error;
  }
}

/** A missing settings.ini means: everything at its default. */
function bytesOf(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw errors.configuration({ problems: [`${path}: ${(error as Error).message}`] });
  }
}
