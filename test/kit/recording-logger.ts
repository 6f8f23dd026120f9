import type { Logger } from '#lib/logger/logger.ts';
import { NamedLogger } from '#lib/logger/named-logger.ts';

/** A logger whose lines, `level message`, a test can read. */
export function recordingLogger(): { readonly logger: Logger; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const logger = new NamedLogger(
    { isEnabled: () => true, write: (level, _name, _callSite, message) => lines.push(`${level} ${message}`) },
    'test',
  );
  return { logger, lines };
}
