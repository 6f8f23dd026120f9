import type { ExitReason } from '#lib/terminal/terminal.ts';

/** As in a shell, the exit code of a program that a signal ended is 128 + the signal's number. */
const exits = {
  end: { code: 0 },
  interrupt: { code: 130, signal: 'SIGINT' },
  hangup: { code: 129, signal: 'SIGHUP' },
  quit: { code: 131, signal: 'SIGQUIT' },
  terminate: { code: 143, signal: 'SIGTERM' },
  // The number of SIGPIPE, which Node ignores: a write fails instead.
  unread: { code: 141 },
} as const satisfies Readonly<Record<ExitReason, { code: number; signal?: NodeJS.Signals }>>;

export const exitCodeOf = (reason: ExitReason): number => exits[reason].code;

/** The signals that ask the process to end, each with its exit reason. */
export const exitSignals: readonly (readonly [NodeJS.Signals, ExitReason])[] = (
  ['interrupt', 'quit', 'terminate', 'hangup'] as const
).map((reason) => [exits[reason].signal, reason]);
