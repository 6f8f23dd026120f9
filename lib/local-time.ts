const two = (value: number): string => String(value).padStart(2, '0');

/** The local day of a time in milliseconds since 1970, as `2026-11-22`. */
export function localDay(timeMs: number): string {
  const date = new Date(timeMs);
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

let cachedSecond = Number.NaN;
let cachedText = '';

/** The local time to the second: `2026-11-22 08:53:34`. */
export function localSecond(timeMs: number): string {
  const second = Math.floor(timeMs / 1000);
  // Thousands of lines share a second; asking for the local time is the dear part of it.
  if (second !== cachedSecond) {
    const date = new Date(timeMs);
    cachedText = `${localDay(timeMs)} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
    cachedSecond = second;
  }
  return cachedText;
}

/** The local time as Python's logging writes it: `2026-11-22 08:53:34,986`. */
export function localTime(timeMs: number): string {
  const ms = Math.floor(timeMs) - Math.floor(timeMs / 1000) * 1000;
  return `${localSecond(timeMs)},${String(ms).padStart(3, '0')}`;
}
