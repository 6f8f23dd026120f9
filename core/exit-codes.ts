import type { ExitReason } from '#lib/terminal/terminal.ts';

/** A shell reports a program that a signal ended as 128 + the signal's number. */
const exits = {
  end: { code: 0 },
  interrupt: { code: 130, signal: 'SIGINT' },
  hangup: { code: 129, signal: 'SIGHUP' },
  terminate: { code: 143, signal: 'SIGTERM' },
} as const satisfies Readonly<Record<ExitReason, { code: number; signal?: NodeJS.Signals }>>;

export const exitCodeOf = (reason: ExitReason): number => exits[reason].code;

/** The signals that ask a program to end, and the reasons they are. */
export const exitSignals: readonly (readonly [NodeJS.Signals, ExitReason])[] = (
  ['interrupt', 'terminate', 'hangup'] as const
).map((reason) => [exits[reason].signal, reason]);
