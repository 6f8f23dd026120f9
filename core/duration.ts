import type { Text } from '#lib/text/text.ts';

/** A duration as text for a person. It is rounded up to seconds, so that a live session never shows 0. */
export function durationOf(ms: number): Text {
  const seconds = Math.ceil(ms / 1000);
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return { zh: `${days} 天 ${hours} 小时`, en: `${days} d ${hours} h` };
  if (hours > 0) return { zh: `${hours} 小时 ${minutes} 分`, en: `${hours} h ${minutes} min` };
  if (minutes > 0) return { zh: `${minutes} 分 ${seconds % 60} 秒`, en: `${minutes} min ${seconds % 60} s` };
  return { zh: `${seconds} 秒`, en: `${seconds} s` };
}
