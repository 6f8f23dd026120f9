import { describe, expect, test } from 'vitest';
import { program } from '#lib/exec/setting-kind.ts';
import { address } from '#lib/net/setting-kinds.ts';
import { entries } from '#lib/settings/entries.ts';
import type { Kind } from '#lib/settings/kind.ts';
import { expectSentence } from '#test/kit/both-languages.ts';

const complaintOf = (kind: Kind<unknown>, text: string): string | undefined => {
  expect(kind.parse(text)).toBeUndefined();
  const complaint = kind.explain?.(text);
  if (complaint !== undefined) expectSentence(complaint);
  return complaint?.en;
};

const book = entries(address);
const allow = entries(program);

describe('entries', () => {
  test.each<[string, readonly string[]]>([
    ['', []],
    ['\n \n', []],
    ['egon = 10.0.0.7:8081', ['egon']],
    ['egon=10.0.0.7:8081', ['egon']],
    ['\negon = a:1\n\n  哪吒 = b:2\r\n', ['egon', '哪吒']],
    ['b = a:1\na = a:1\n2 = a:1\n1 = a:1', ['b', 'a', '2', '1']],
    ['__proto__ = a:1\nconstructor = a:1', ['__proto__', 'constructor']],
    ['A = a:1\na = a:1', ['A', 'a']],
  ])('of %j are %j', (text, names) => {
    expect([...(book.parse(text)?.keys() ?? ['refused'])]).toEqual(names);
    expect(book.explain?.(text)).toBeUndefined();
  });

  test('keep every further equals sign in the value', () => {
    expect(allow.parse('x = /bin/env A=1 B==')).toEqual(new Map([['x', ['/bin/env', 'A=1', 'B==']]]));
  });

  test.each([
    ['egon', "the line 'egon' has no '='; write NAME = VALUE"],
    ['a = a:1; b = b:2', "'a' is 'a:1; b = b:2'; it must be HOST:PORT, such as 127.0.0.1:8081"],
    ['= a:1', "'' cannot be a name; write one without blanks and control characters"],
    ['a b = a:1', "'a b' cannot be a name; write one without blanks and control characters"],
    ['a = a:1\nb = b:1\na = c:1', "the name 'a' is there twice; keep one of the two"],
    ['a = a:1\nb =', "'b' is ''; it must be HOST:PORT, such as 127.0.0.1:8081"],
    ['a = a:0', expect.stringMatching(/^'a' is 'a:0'; it must be/)],
  ])('are refused, and the first bad one is named: %j', (text, complaint) => {
    expect(complaintOf(book, text)).toEqual(complaint);
  });

  test.each(['金\u3000老板', 'a\u0000b', 'a\u001bb', '\u202eegon', 'ad\u200bmin'])(
    'have no name %j',
    (name) => {
      expect(book.parse(`${name} = a:1`)).toBeUndefined();
      expect(book.explain?.(`${name} = a:1`)?.en).toMatch(/cannot be a name/);
    },
  );

  test('are repeated only as far as a message has room', () => {
    const long = 'n'.repeat(1000);
    for (const text of [long, `${long} = x`, `a = ${long}`, `a b${long} = x`])
      expect(complaintOf(book, text)?.length).toBeLessThan(150);
    for (const text of [`a = ${long}`, `a = /${long}"`])
      expect(complaintOf(allow, text)?.length).toBeLessThan(200);
  });

  test('of programs say what is wrong with the program', () => {
    expect(complaintOf(allow, 'a = /bin/a\nb = date')).toBe(
      "'b': the program 'date' is no absolute path; write one, such as /bin/date",
    );
  });
});

describe('a program', () => {
  test.each<[string, readonly string[]]>([
    ['/bin/date', ['/bin/date']],
    ['  /bin/ls\t -l   -a ', ['/bin/ls', '-l', '-a']],
    ['/bin/ls "/srv/two words" ""', ['/bin/ls', '/srv/two words', '']],
    ['"/opt/my tools/run" x', ['/opt/my tools/run', 'x']],
    [
      '/bin/echo $HOME ~ * `id` $(id) a;b | c > d && e \\n',
      '/bin/echo $HOME ~ * `id` $(id) a;b | c > d && e \\n'.split(' '),
    ],
    ["/bin/echo 'a b'", ['/bin/echo', "'a", "b'"]],
    ['/bin/echo "a\\"', ['/bin/echo', 'a\\']],
    ['/bin/echo "; rm -rf /"', ['/bin/echo', '; rm -rf /']],
  ])('%j is %j', (text, words) => {
    const found = program.parse(text);
    expect(found).toEqual(words);
    expect(Object.isFrozen(found)).toBe(true);
  });

  test.each([
    ['date', /^the program 'date' is no absolute path;/],
    ['./date', /no absolute path/],
    ['bin/date', /no absolute path/],
    ['~/date', /no absolute path/],
    ['""', /no absolute path/],
    ['"date" x', /no absolute path/],
    ['/bin/echo "a', /a double quote that is not closed or touches other text/],
    ['/bin/echo a"', /a double quote/],
    ['/bin/echo a"b c"', /a double quote/],
    ['/bin/echo "a"b', /a double quote/],
    ['/bin/echo "a""b"', /a double quote/],
    ['"', /a double quote/],
  ])('%j is none', (text, complaint) => {
    expect(complaintOf(program, text)).toMatch(complaint);
  });

  test('that is missing is told as every setting', () => {
    expect(complaintOf(program, '')).toBeUndefined();
  });

  test('is read in a time that its length explains', () => {
    expect(program.parse(`/bin/echo ${'a '.repeat(50_000)}`)).toHaveLength(50_001);
    expect(program.parse(`/bin/echo ${'"'.repeat(99_999)}`)).toBeUndefined();
    expect(program.parse(`/bin/echo${' '.repeat(99_999)}"`)).toBeUndefined();
  });
});
