import { isAbsolute } from 'node:path';
import { type Kind, shown } from '#lib/settings/kind.ts';
import type { Text } from '#lib/text/text.ts';

/**
 * The absolute path of a program, followed by its first arguments: `/bin/ls -l "/srv/two words"`. Blanks separate
 * arguments; an argument with blanks stands in double quotes. There is no expansion: `$HOME`, `~`, `*` and `\` are literal.
 * A relative name is refused, because PATH would then decide which program runs.
 */
export const program: Kind<readonly string[]> = {
  valueWord: 'PROGRAM',
  expected: {
    zh: '程序的绝对路径，后面可加参数',
    en: 'the absolute path of a program, and arguments if wanted',
  },
  parse(text) {
    const words = wordsOf(text);
    return words?.[0] !== undefined && isAbsolute(words[0]) ? Object.freeze(words) : undefined;
  },
  explain(text) {
    const words = wordsOf(text);
    if (words === undefined) return badQuote(text);
    return words[0] === undefined ? undefined : notAbsolute(words[0]);
  },
};

/** @returns undefined when a quote is not closed, or begins or ends inside a word. */
function wordsOf(text: string): readonly string[] | undefined {
  const words: string[] = [];
  const next = /\s*(?:"([^"]*)"|([^\s"]+))(?!\S)/y;
  while (text.slice(next.lastIndex).trim() !== '') {
    const found = next.exec(text);
    if (found === null) return undefined;
    words.push(found[1] ?? found[2] ?? '');
  }
  return words;
}

const badQuote = (text: string): Text => ({
  zh: `${shown(text)} 里的双引号不成对，或与其他文字相连，请写成 "两个 词"，引号外侧留空白`,
  en: `${shown(text)} has a double quote that is not closed or touches other text; write "two words" with blanks around the quotes`,
});

const notAbsolute = (name: string): Text => ({
  zh: `程序“${shown(name)}”不是绝对路径，请写成例如 /bin/date`,
  en: `the program '${shown(name)}' is not an absolute path; write one, such as /bin/date`,
});
