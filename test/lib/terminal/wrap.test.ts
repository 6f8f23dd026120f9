import { expect, test } from 'vitest';
import { wrap, wrapText } from '#lib/terminal/wrap.ts';

test.each([
  ['words', 'q ends the chat.', 12, ['q ends the', 'chat.']],
  ['a sign stays with its word', 'Send it (y/N) ?', 10, ['Send it ', '(y/N) ?']],
  ['Chinese between any two characters', '会话已结束请登录', 10, ['会话已结束', '请登录']],
  ['but not before a comma', '会话已结束，请登录', 10, ['会话已结', '束，请登录']],
  [
    'a word in a Chinese line stays whole',
    '输入 config.ini 的用户名',
    12,
    ['输入 ', 'config.ini ', '的用户名'],
  ],
  ['a word that is longer than a row is cut', 'an abcdefghijkl', 8, ['an ', 'abcdefgh', 'ijkl']],
  ['colours do not count', '\x1b[1mone two\x1b[22m three', 8, ['\x1b[1mone two\x1b[22m', 'three']],
])('%s', (_what, line, columns, rows) => {
  expect(wrap(line, columns).rows.map((row) => row.trimEnd())).toEqual(rows.map((row) => row.trimEnd()));
});

test('the cursor moves to the next row with its word', () => {
  expect(wrap('one twofour', 8, 5)).toEqual({ rows: ['one ', 'twofour'], row: 1, column: 1 });
  expect(wrap('one two', 8, 8)).toMatchObject({ row: 1, column: 0 });
  expect(wrap('one two ', 8, 8)).toEqual({ rows: ['one two ', ''], row: 1, column: 0 });
});

test('a printed text keeps its columns: further rows begin below the second one', () => {
  const help = [
    'Usage: app',
    '',
    '  --to TO    the user who gets the money, by name',
    '  a list of more words',
  ].join('\n');
  expect(wrapText(help, 30)).toBe(
    [
      'Usage: app',
      '',
      '  --to TO    the user who gets',
      '             the money, by',
      '             name',
      '  a list of more words',
    ].join('\n'),
  );
  expect(wrapText('  some words that need more', 16)).toBe('  some words\n  that need more');
});
