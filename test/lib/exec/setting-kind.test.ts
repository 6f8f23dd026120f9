import { describe, expect, test } from 'vitest';
import { program } from '#lib/exec/setting-kind.ts';
import { entries } from '#lib/settings/entries.ts';
import type { Kind } from '#lib/settings/kind.ts';
import { expectSentence } from '#test/kit/both-languages.ts';

const complaintOf = (kind: Kind<unknown>, text: string): string | undefined => {
  expect(kind.parse(text)).toBeUndefined();
  const complaint = kind.explain?.(text);
  if (complaint !== undefined) expectSentence(complaint);
  return complaint?.en;
};

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
    ['date', /^the program 'date' is not an absolute path;/],
    ['./date', /not an absolute path/],
    ['bin/date', /not an absolute path/],
    ['~/date', /not an absolute path/],
    ['""', /not an absolute path/],
    ['"date" x', /not an absolute path/],
    ['/bin/echo "a', /a double quote that is not closed or touches other text/],
    ['/bin/echo a"', /a double quote/],
    ['/bin/echo a"b c"', /a double quote/],
    ['/bin/echo "a"b', /a double quote/],
    ['/bin/echo "a""b"', /a double quote/],
    ['"', /a double quote/],
  ])('%j is none', (text, complaint) => {
    expect(complaintOf(program, text)).toMatch(complaint);
  });

  test('that is missing is reported like any other setting', () => {
    expect(complaintOf(program, '')).toBeUndefined();
  });

  test('is read in a time that its length explains', () => {
    expect(program.parse(`/bin/echo ${'a '.repeat(50_000)}`)).toHaveLength(50_001);
    expect(program.parse(`/bin/echo ${'"'.repeat(99_999)}`)).toBeUndefined();
    expect(program.parse(`/bin/echo${' '.repeat(99_999)}"`)).toBeUndefined();
  });

  test('in a list is named by its entry', () => {
    const allow = entries(program);
    expect(allow.parse('x = /bin/env A=1 B==')).toEqual(new Map([['x', ['/bin/env', 'A=1', 'B==']]]));
    expect(complaintOf(allow, 'a = /bin/a\nb = date')).toBe(
      "'b': the program 'date' is not an absolute path; write one, such as /bin/date",
    );
    const long = 'n'.repeat(1000);
    for (const text of [`a = ${long}`, `a = /${long}"`])
      expect(complaintOf(allow, text)?.length).toBeLessThan(200);
  });
});
