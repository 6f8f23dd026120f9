import { expect, test } from 'vitest';
import { decodeIni } from '#lib/ini/decode.ts';
import { parseIni } from '#lib/ini/parse.ts';
import { IniError, type IniReason, problemIn } from '#lib/ini/problem.ts';
import { expectSentence } from '#test/kit/both-languages.ts';

const byReason: Readonly<Record<IniReason, string>> = {
  invalid_utf8: '[s]\na=\xff\n',
  nul_character: '[s]\na=\0\n',
  missing_header: 'a=1\n',
  text_after_header: '[s] a=1\n',
  duplicate_section: '[s]\n[s]\n',
  missing_delimiter: '[s]\na\n',
  empty_key: '[s]\n=1\n',
  duplicate_key: '[s]\na=1\na=2\n',
};

function errorOf(text: string): IniError {
  try {
    parseIni(decodeIni(Buffer.from(text, 'latin1')));
  } catch (error) {
    if (error instanceof IniError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test.each(Object.entries(byReason))(
  '%s has a sentence in both languages, with the remedy',
  (reason, text) => {
    const { problems, lines } = errorOf(text);
    expect(problems).toMatchObject([{ reason, line: expect.any(Number) }]);
    for (const sentence of [...problems.map((problem) => problem.sentence), ...lines])
      expectSentence(sentence);
  },
);

const sentence = { zh: '', en: '' };
test.each([
  [{ sentence }, 'x.ini'],
  [{ line: 3, sentence }, 'x.ini:3'],
  [{ line: 3, section: 'a', sentence }, 'x.ini:3 [a]'],
  [{ line: 3, section: 'a', key: 'k', sentence }, 'x.ini:3 [a] k'],
  [{ section: 'a', key: 'k', sentence }, 'x.ini [a] k'],
  [{ line: 3, section: 'a'.repeat(81), sentence }, `x.ini:3 [${'a'.repeat(79)}…]`],
])('%j stands in %s', (problem, location) => {
  expect(problemIn('x.ini', problem)).toEqual({ location, sentence });
});
