import type { Text } from './text.ts';

/** How a sentence about an unknown name ends. @param meant the closest known one, if any is near. */
export const didYouMean = (meant: string | undefined): Text =>
  meant === undefined
    ? { zh: '，请删除', en: '; remove it' }
    : { zh: `，是不是 ${meant}？`, en: `; did you mean ${meant}?` };
