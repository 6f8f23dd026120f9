const two = (value: number): string => String(value).padStart(2, '0');

/** @param timeMs milliseconds since 1970. @returns the local day, such as `2026-11-22`. */
export function localDay(timeMs: number): string {
  const date = new Date(timeMs);
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

let cachedSecond = Number.NaN;
let cachedText = '';

/** @param timeMs milliseconds since 1970. @returns the local time to the second, such as `2026-11-22 08:53:34`. */
export function localSecond(timeMs: number): string {
  const second = Math.floor(timeMs / 1000);
  // The last result is cached: thousands of log lines share a second, and the conversion to local time is expensive.
  if (second !== cachedSecond) {
    const date = new Date(timeMs);
    cachedText = `${localDay(timeMs)} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
    cachedSecond = second;
  }
  return cachedText;
}

/** @param timeMs milliseconds since 1970. @returns the local time in the format of Python's logging: `2026-11-22 08:53:34,986`. */
export function localTime(timeMs: number): string {
  const ms = Math.floor(timeMs) - Math.floor(timeMs / 1000) * 1000;
  return `${localSecond(timeMs)},${String(ms).padStart(3, '0')}`;
}
