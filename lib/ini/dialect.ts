import { parse } from 'ini';
import type { ScannedOption } from './scan.ts';

// Smaller helpings take `ini` half the time: the objects and line lists it builds stay small.
const helping = 256;

/**
 * The `ini` package cannot be given a configparser file: it cuts values at `;` and `#`, turns `true` into a boolean,
 * nests `[a.b]`, drops `__proto__` and lets duplicates win. So the scanned options are written again in the part of its
 * dialect that it reads without loss: sections `[s12]`, keys `k3`, values as JSON strings. Its answer, and nothing
 * else, becomes the value of each option.
 */
export function readThroughIni(sections: readonly ReadonlyMap<string, ScannedOption>[]): void {
  for (let first = 0; first < sections.length; first += helping) {
    const some = sections.slice(first, first + helping);
    const answer: Record<string, Record<string, unknown>> = parse(inDialect(some));
    some.forEach((options, index) => {
      const section = answer[`s${index}`] ?? {};
      let at = 0;
      for (const option of options.values()) option.value = unmark(section[`k${at++}`]);
    });
  }
}

function inDialect(sections: readonly ReadonlyMap<string, ScannedOption>[]): string {
  let text = '';
  sections.forEach((options, index) => {
    text += `[s${index}]\n`;
    let at = 0;
    for (const { value } of options.values()) text += `k${at++}=${quote(value)}\n`;
  });
  return text;
}

// The leading mark keeps `ini` from turning "true", "false" and "null" into something else.
const mark = '=';

// The patterns of `ini` stop at U+2028 and U+2029, which JSON leaves as they are.
const quote = (value: string): string =>
  JSON.stringify(mark + value).replace(/[\u2028\u2029]/g, (separator) =>
    separator === '\u2028' ? '\\u2028' : '\\u2029',
  );

function unmark(answer: unknown): string {
  if (typeof answer !== 'string' || !answer.startsWith(mark)) throw new Error('the ini package lost a value');
  return answer.slice(mark.length);
}
