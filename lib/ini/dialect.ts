import { parse } from 'ini';
import type { ScannedOption } from './scan.ts';

// In batches `ini` takes half the time, because its objects and line lists stay small.
const batchSize = 256;

/**
 * Replaces the value of each option by the value that the `ini` package reads. The package cannot read a configparser
 * file directly: it cuts values at `;` and `#`, turns `true` into a boolean, nests `[a.b]`, drops `__proto__` and lets
 * the last of two equal keys win. So this function writes the options in a form that the package reads without loss:
 * sections `[s12]`, keys `k3`, values as JSON strings.
 */
export function readThroughIni(sections: readonly ReadonlyMap<string, ScannedOption>[]): void {
  for (let first = 0; first < sections.length; first += batchSize) {
    const batch = sections.slice(first, first + batchSize);
    const answer: Record<string, Record<string, unknown>> = parse(inDialect(batch));
    batch.forEach((options, index) => {
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

// Because of this prefix `ini` does not convert "true", "false" and "null".
const mark = '=';

// The patterns of `ini` stop at U+2028 and U+2029, which JSON.stringify does not escape.
const quote = (value: string): string =>
  JSON.stringify(mark + value).replace(/[\u2028\u2029]/g, (separator) =>
    separator === '\u2028' ? '\\u2028' : '\\u2029',
  );

function unmark(answer: unknown): string {
  if (typeof answer !== 'string' || !answer.startsWith(mark)) throw new Error('the ini package lost a value');
  return answer.slice(mark.length);
}
