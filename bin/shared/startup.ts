import { basename } from 'node:path';
import { type Settings, sections, variables } from '#bin/parts/settings.ts';
import { variable } from '#conf/app.ts';
import { languageBeforeSettings, readSettings } from '#conf/settings.ts';
import { type Arguments, commonFlags, type Flag, parseArguments } from '#core/cli/arguments.ts';
import { ConfigurationError } from '#lib/configuration-error.ts';
import { readFailure } from '#lib/read-failure.ts';
import { readRegularFile } from '#lib/read-regular-file.ts';
import type { Language } from '#lib/text/text.ts';
import { type Paths, pathsOf } from './paths.ts';
import { settingFlags } from './setting-flags.ts';

/** The command line, the paths and the settings, read before the slow modules are loaded. */
export interface Startup {
  readonly args: readonly string[];
  /** The command line, parsed without the commands' own flags. */
  readonly preview: Arguments;
  readonly paths: Paths;
  readonly settings: Settings;
}

/**
 * @param flags the program's own flags, besides the common ones.
 * @throws ConfigurationError with all problems of the settings.
 */
export function prepare(
  root: URL,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  flags: readonly Flag[] = [],
): Startup {
  const paths = pathsOf(root, env[variable('HOME')]);
  const preview = previewOf(args, flags);
  const text = bytesOf(paths.conf('settings.ini'));
  return {
    args,
    preview,
    paths,
    settings: readSettings(sections, { text, env, flags: givenSettings(preview) }, variables),
  };
}

/** The language for an error of `prepare`. */
export const earlyLanguage = (args: readonly string[], env: NodeJS.ProcessEnv): Language =>
  languageBeforeSettings({ env, flags: givenSettings(previewOf(args)) });

const previewOf = (args: readonly string[], flags: readonly Flag[] = []): Arguments =>
  parseArguments(args, [...flags, ...commonFlags, ...settingFlags]);

function givenSettings({ flags }: Arguments): ReadonlyMap<string, string> {
  const given = settingFlags.flatMap(({ name }): [string, string][] => {
    const value = flags.get(name);
    return typeof value === 'string' ? [[name, value]] : [];
  });
  return new Map(given);
}

/** @returns undefined when settings.ini is missing: all settings then have their defaults. */
function bytesOf(path: string): Uint8Array | undefined {
  try {
    return readRegularFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ConfigurationError([{ location: basename(path), sentence: readFailure(error, path) }]);
  }
}
