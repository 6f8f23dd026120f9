/**
 * How long a test waits for what is about to happen, for `vi.waitFor`. It costs nothing when all is well: only
 * what hangs waits to the end, and a busy machine may be slower by a factor of twenty.
 */
export const waiting = { timeout: 60_000, interval: 5 };

/** The same for what has a limit of its own: a child process, a connection, a look at a screen. */
export const patienceMs = 60_000;
