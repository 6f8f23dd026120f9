import type { Unit } from '#lib/settings/kind.ts';

export const dayInSeconds = 24 * 60 * 60;
export const seconds: Unit = { zh: '秒', en: 'seconds', valueWord: 'SECONDS' };
export const mebibytes: Unit = { zh: 'MiB', en: 'mebibytes', valueWord: 'MEBIBYTES' };
