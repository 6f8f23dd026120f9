/** What a program needs in order to be found, and to write in the right language at the right time of day. */
const passedOn = ['PATH', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ'];

/**
 * The least that programs can live with. Anything else may be a secret (keys and passwords are often kept in variables),
 * or changes what a program does (LD_PRELOAD, NODE_OPTIONS, GIT_DIR ...). HOME is a folder without any user's settings.
 */
export function minimalEnvironment(env: Readonly<NodeJS.ProcessEnv>): Readonly<Record<string, string>> {
  const kept = passedOn.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { PATH: '/usr/local/bin:/usr/bin:/bin', ...Object.fromEntries(kept), HOME: '/' };
}
