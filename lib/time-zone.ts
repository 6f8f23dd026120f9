/** Two moments of a year with different local times wherever there is summer time. */
const momentsMs = [Date.UTC(2026, 0, 1), Date.UTC(2026, 6, 1)];

const offsetMinutesAt = (timeMs: number): number => -new Date(timeMs).getTimezoneOffset();

/**
 * Whether Node has understood the variable TZ. Node takes a value that it cannot read for UTC, and does not say so:
 * `IST-5:30`, `CET-1CEST,M3.5.0,M10.5.0/3`, `<+08>-8`, `asia/shanghai`.
 * @param offsetAt the local time's distance from UTC in minutes, as Node computes it.
 */
export function isTimeZoneUnderstood(value: string | undefined, offsetAt = offsetMinutesAt): boolean {
  const name = (value ?? '')
    .replace(/^:/, '')
    .replace(/^.*\/(?:zoneinfo|posix|right)\/|^(?:posix|right)\//, '');
  if (name === '' || momentsMs.some((timeMs) => offsetAt(timeMs) !== 0)) return true;
  // The local time is UTC. That is right for UTC's own names, a zone without an offset, and a rule such as `UTC0`.
  if (/^(?:Etc\/)?(?:UTC|UCT|GMT|Zulu|Universal|Greenwich)$/.test(name) || name.startsWith('/')) return true;
  if (/^(?:<[\w+-]{3,}>|[A-Za-z]{3,})[+-]?0+(?::0+)*$/.test(name)) return true;
  return momentsMs.every((timeMs) => hasNoOffset(name, timeMs));
}

/** @returns false for an unknown zone, too. */
function hasNoOffset(timeZone: string, timeMs: number): boolean {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    return /GMT(?:[+-]00:00)?$/.test(format.format(timeMs));
  } catch {
    return false;
  }
}
