import type { ExitReason } from '#lib/terminal/terminal.ts';

/** As a shell reports a program that a signal ended: 128 + its number. */
const leaveCodes: Readonly<Record<ExitReason, number>> = {
  end: 0,
  interrupt: 130,
  hangup: 129,
  terminate: 143,
};

export const exitCodeOf = (reason: ExitReason): number => leaveCodes[reason];
