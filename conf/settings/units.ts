import type { Text } from '#lib/text/text.ts';

export const dayInSeconds = 24 * 60 * 60;
export const seconds: Text = { zh: '秒', en: 'seconds' };
export const mebibytes: Text = { zh: 'MiB', en: 'mebibytes' };
