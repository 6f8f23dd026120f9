import { expect } from 'vitest';
import type { Text } from '#lib/text/text.ts';

const remedies =
  /(?:; |: |\. )(?:add|begin|check|choose|close|copy|correct|create|did you mean|it must be|keep|leave|lower|make|move|remove|restore|run|save|set|shorten|start|stop|try|type|update|use|write)\b[^;]*(?:; if [^;]*)?$/i;

/** Checks a sentence for users: equal in both languages, with the remedy last. */
export function expectSentence({ zh, en }: Text): void {
  expect(en).toMatch(remedies);
  expect(en).not.toMatch(/\p{Script=Han}|[\u3000-\u303f\uff00-\uffef]/u);
  expect(zh).toMatch(/(?:[，。：；]请[^。]*|，是不是 [^。]+？)。?$/);
  // Full-width punctuation between Chinese characters, and no untranslated English word.
  expect(zh).not.toMatch(/\p{Script=Han}[,;:?!()]|[,;?!()]\p{Script=Han}/u);
  expect([zh, en].join()).not.toMatch(/undefined|\[object|\p{Cc}/u);
}
