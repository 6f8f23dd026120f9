import type { ExitReason } from '#lib/terminal/terminal.ts';

/** The signals that ask the app to leave. */
export const exitSignals = {
  SIGINT: 'interrupt',
  SIGTERM: 'terminate',
  SIGHUP: 'hangup',
} as const satisfies Readonly<Partial<Record<NodeJS.Signals, ExitReason>>>;
