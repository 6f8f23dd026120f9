import { didYouMean } from '#lib/text/did-you-mean.ts';
import { suggest } from '#lib/text/suggest.ts';
import type { Text } from '#lib/text/text.ts';

/** What to say of a key that means nothing in its file. */
export function unknownKey(key: string, known: Iterable<string>): Text {
  const end = didYouMean(suggest(key, known));
  return { zh: `没有这个键${end.zh}`, en: `is an unknown key${end.en}` };
}
