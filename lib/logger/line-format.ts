import { localTime } from '#lib/local-time.ts';
import { escapeLine } from './escape-line.ts';
import type { Level } from './logger.ts';

export interface LogRecord {
  /** Milliseconds since 1970. */
  time: number;
  name: string;
  callSite: string;
  level: Level;
  message: string;
}

const fields = new Map<string, (record: LogRecord) => string>([
  ['time', (record) => localTime(record.time)],
  ['pid', () => String(process.pid)],
  ['name', (record) => record.name],
  ['callSite', (record) => record.callSite],
  ['level', (record) => record.level.toUpperCase()],
  ['message', (record) => record.message],
]);

/**
 * @param template such as `[{time}][{level}] {message}`.
 * @returns a function that formats a record as one line, without a line end.
 * @throws Error when the template has an unknown field.
 */
export function lineFormat(template: string): (record: LogRecord) => string {
  const parts = template.split(/(\{\w+\})/).map((part) => {
    if (!/^\{\w+\}$/.test(part)) return () => part;
    const field = fields.get(part.slice(1, -1));
    if (field === undefined) {
      throw new Error(
        `The log format "${template}" has the unknown field ${part}; known: ${[...fields.keys()].join(', ')}`,
      );
    }
    return field;
  });
  return (record) => {
    let line = '';
    for (const part of parts) line += part(record);
    return escapeLine(line);
  };
}
