import { expect, it } from 'vitest';
import { exec } from '#conf/settings/exec.ts';
import { skeleton } from '#conf/settings/skeleton.ts';
import { badNumbers, SettingsReader } from '../settings-reader.ts';

const reader = new SettingsReader({ ...skeleton, exec });

it('no program is allowed by default', () => {
  expect(reader.read().exec).toEqual({
    enabled: true,
    allow: new Map(),
    timeLimitSeconds: 30,
    outputLimitMebibytes: 64,
  });
});

it('a program is an absolute path with its arguments, in quotes where they have blanks', () => {
  const text = '[exec]\nallow =\n    date = /bin/date\n    list = /bin/ls -l "/srv/my files"\n';
  expect(reader.read({ text }).exec.allow).toEqual(
    new Map([
      ['date', ['/bin/date']],
      ['list', ['/bin/ls', '-l', '/srv/my files']],
    ]),
  );
});

it.each([
  [
    'list = ls -l',
    "--exec-allow: allow: 'list': the program 'ls' is not an absolute path; write one, such as /bin/date",
  ],
  ['a = ""', expect.stringMatching(/^--exec-allow: allow: 'a': /)],
  ['a =', expect.stringMatching(/^--exec-allow: allow: 'a' is ''; it must be /)],
])('--exec-allow %j is refused', (text, problem) => {
  expect(reader.problemsOf({ flags: { 'exec-allow': text } })).toEqual([problem]);
});

it.each<[string, string]>([
  ...badNumbers.map((text): [string, string] => ['exec-time-limit', text]),
  ['exec-time-limit', '0'],
  ['exec-output-limit', '16385'],
])('--%s %j is refused', (flag, text) => {
  reader.expectRefused(flag, text);
});
