import type { LeaveReason } from '#lib/terminal/terminal.ts';

/** The signals that ask the app to leave. */
export const leaveSignals = {
  SIGINT: 'interrupt',
  SIGTERM: 'terminate',
  SIGHUP: 'hangup',
} as const satisfies Readonly<Partial<Record<NodeJS.Signals, LeaveReason>>>;
