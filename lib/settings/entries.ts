import { clean } from '#lib/text/clean.ts';
import type { Text } from '#lib/text/text.ts';
import { type Kind, shown } from './kind.ts';

/**
 * A value of several lines, each `name = value`. A file, a variable and a flag have the same format. Blank lines are
 * skipped. The map keeps the order of the lines.
 */
export const entries = <T>(kind: Kind<T>): Kind<ReadonlyMap<string, T>> => ({
  expected: {
    zh: `每行一个“名称 = ${kind.expected.zh}”`,
    en: `lines of NAME = ${kind.expected.en}`,
  },
  hasEntries: true,
  valueWord: 'LINES',
  parse(text) {
    const read = readEntries(text, kind);
    return read instanceof Map ? read : undefined;
  },
  explain(text) {
    const read = readEntries(text, kind);
    return read instanceof Map ? undefined : read;
  },
});

/** @returns the entries, or the sentence about the first invalid line. */
function readEntries<T>(text: string, kind: Kind<T>): Map<string, T> | Text {
  const found = new Map<string, T>();
  for (const line of linesOf(text)) {
    const sign = line.indexOf('=');
    if (sign < 0) return noSign(line);
    const [name, valueText] = [line.slice(0, sign).trim(), line.slice(sign + 1).trim()];
    if (!isName(name)) return badName(name);
    if (found.has(name)) return twice(name);
    const value = kind.parse(valueText);
    if (value === undefined) return badEntry(name, valueText, kind);
    found.set(name, value);
  }
  return found;
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

// A name is typed as one word of a command line, and appears in messages and logs.
const isName = (name: string): boolean => name !== '' && !/\s/.test(name) && clean(name) === name;

const noSign = (line: string): Text => ({
  zh: `“${shown(line)}”一行没有等号，请写成：名称 = 取值`,
  en: `the line '${shown(line)}' has no '='; write NAME = VALUE`,
});

const badName = (name: string): Text => ({
  zh: `“${shown(name)}”不能作名称，请写一个不含空白和控制字符的名称`,
  en: `'${shown(name)}' cannot be a name; write one without blanks and control characters`,
});

const twice = (name: string): Text => ({
  zh: `名称“${shown(name)}”重复，请只保留一个`,
  en: `the name '${shown(name)}' is there twice; keep one of the two`,
});

function badEntry(name: string, text: string, { expected, explain }: Kind<unknown>): Text {
  const exact = explain?.(text);
  if (exact !== undefined)
    return { zh: `“${shown(name)}”：${exact.zh}`, en: `'${shown(name)}': ${exact.en}` };
  return {
    zh: `“${shown(name)}”的取值“${shown(text)}”无效，请改为 ${expected.zh}`,
    en: `'${shown(name)}' is '${shown(text)}'; it must be ${expected.en}`,
  };
}
