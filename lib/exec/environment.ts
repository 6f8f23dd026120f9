/** The variables with which the system finds a program, and the program its language and time zone. */
const passedOn = ['PATH', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ'];

/**
 * @returns the minimal environment of a program. Other variables may contain secrets (keys and passwords are often kept
 * in variables) or change the behaviour of a program (LD_PRELOAD, NODE_OPTIONS, GIT_DIR ...). HOME is `/`, where no
 * user has settings.
 */
export function minimalEnvironment(env: Readonly<NodeJS.ProcessEnv>): Readonly<Record<string, string>> {
  const kept = passedOn.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { PATH: '/usr/local/bin:/usr/bin:/bin', ...Object.fromEntries(kept), HOME: '/' };
}
