import type { TerminalWords } from '#lib/terminal/terminal.ts';
import type { Language, Text } from '#lib/text/text.ts';

type FixedWords = Omit<TerminalWords, 'hidden' | 'further' | 'tooLong'>;

const words: Readonly<Record<keyof FixedWords, Text>> = {
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  navigate: { zh: '移动', en: 'move' },
  select: { zh: '选定', en: 'select' },
  back: { zh: '返回', en: 'back' },
  yesOrNo: { zh: '请回答 y（是）或 n（否）', en: 'Answer y or n' },
  noMatch: { zh: '没有匹配的', en: 'Nothing matches' },
  noSuchChoice: { zh: '没有这一项，请重选', en: 'There is no such entry; choose again' },
  pasted: { zh: '粘贴的内容不能用来确认，请输入 y 或 n', en: 'A pasted text confirms nothing; type y or n' },
};

const tooLong = (charsMax: number): Text => ({
  zh: `一行最多 ${charsMax} 个字符，请缩短`,
  en: `A line holds at most ${charsMax} characters; shorten it`,
});

const hidden = (above: number, below: number): Text => ({
  zh: [above > 0 ? `上面还有 ${above} 项` : '', below > 0 ? `下面还有 ${below} 项` : '']
    .filter(Boolean)
    .join('，'),
  en: [above > 0 ? `${above} more above` : '', below > 0 ? `${below} more below` : '']
    .filter(Boolean)
    .join(', '),
});

const further = (count: number): Text => ({
  zh: `另有 ${count} 项，多输入几个字可以找到`,
  en: `${count} others: type more letters`,
});

/** The texts of a terminal's own prompts, in one language. */
export function terminalWords(language: Language): TerminalWords {
  const entries = Object.entries(words).map(([word, text]) => [word, text[language]]);
  const fixed = Object.fromEntries(entries) as unknown as FixedWords;
  return {
    ...fixed,
    hidden: (above, below) => hidden(above, below)[language],
    further: (count) => further(count)[language],
    tooLong: (charsMax) => tooLong(charsMax)[language],
  };
}
