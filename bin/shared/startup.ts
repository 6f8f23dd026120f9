import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Settings, sections, variables } from '#bin/parts/settings.ts';
import { variable } from '#conf/app.ts';
import { languageBeforeSettings, readSettings } from '#conf/settings.ts';
import { type Arguments, commonFlags, type Flag, parseArguments } from '#core/cli/arguments.ts';
import { ConfigurationError } from '#lib/configuration-error.ts';
import { readFailure } from '#lib/read-failure.ts';
import type { Language } from '#lib/text/text.ts';
import { type Paths, pathsOf } from './paths.ts';
import { settingFlags } from './setting-flags.ts';

/** All that is known before anything heavy is loaded. */
export interface Startup {
  readonly args: readonly string[];
  /** The command line as far as it can be read without knowing the commands. */
  readonly preview: Arguments;
  readonly paths: Paths;
  readonly settings: Settings;
}

/**
 * @param flags what the program takes besides the flags of all.
 * @throws ConfigurationError with everything that is wrong in the settings.
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

/** What to speak when `prepare` has failed. */
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

/** A missing settings.ini means: everything at its default. */
function bytesOf(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ConfigurationError([{ location: basename(path), sentence: readFailure(error, path) }]);
  }
}
