import type { TerminalWords } from '#lib/terminal/terminal.ts';
import type { Language, Text } from '#lib/text/text.ts';

const words: Readonly<Record<Exclude<keyof TerminalWords, 'tooLong'>, Text>> = {
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  navigate: { zh: '移动', en: 'move' },
  select: { zh: '选定', en: 'select' },
  back: { zh: '返回', en: 'back' },
  yesOrNo: { zh: '请回答 y（是）或 n（否）', en: 'Answer y or n' },
  noMatch: { zh: '没有匹配的', en: 'Nothing matches' },
  noSuchChoice: { zh: '没有这一项，请重选', en: 'There is no such entry; choose again' },
};

const tooLong = (charsMax: number): Text => ({
  zh: `一行最多 ${charsMax} 个字符，请缩短`,
  en: `A line holds at most ${charsMax} characters; shorten it`,
});

/** The texts of a terminal's own prompts, in one language. */
export function terminalWords(language: Language): TerminalWords {
  const entries = Object.entries(words).map(([word, text]) => [word, text[language]]);
  const fixed = Object.fromEntries(entries) as unknown as Omit<TerminalWords, 'tooLong'>;
  return { ...fixed, tooLong: (charsMax) => tooLong(charsMax)[language] };
}
