/**
 * How long `vi.waitFor` of a test waits for a condition. It costs nothing when the condition comes: only a test that
 * hangs waits to the end, and a busy machine may be slower by a factor of twenty.
 */
export const waiting = { timeout: 60_000, interval: 5 };

/** The same for a wait with a limit of its own: a child process, a connection, a screen. */
export const patienceMs = 60_000;
