import { describe, expect, test } from 'vitest';
import { type AccessVerdict, type Caller, decideAccess, type Restrictions } from '#core/access.ts';

const accesses = ['public', 'user'] as const satisfies readonly Restrictions['access'][];
const reaches = ['anywhere', 'local'] as const satisfies readonly Restrictions['reach'][];
const forms = ['both', 'menu', 'command'] as const satisfies readonly Restrictions['form'][];

const callers: Readonly<Record<string, Caller>> = {
  'menu, here, signed in': { form: 'menu', where: 'local', isSignedIn: true },
  'menu, here, not signed in': { form: 'menu', where: 'local', isSignedIn: false },
  'menu, remote, signed in': { form: 'menu', where: 'remote', isSignedIn: true },
  'menu, remote, not signed in': { form: 'menu', where: 'remote', isSignedIn: false },
  'command, here, signed in': { form: 'command', where: 'local', isSignedIn: true },
  'command, here, not signed in': { form: 'command', where: 'local', isSignedIn: false },
  'command, remote, signed in': { form: 'command', where: 'remote', isSignedIn: true },
  'command, remote, not signed in': { form: 'command', where: 'remote', isSignedIn: false },
  '@auth, here, signed in': { where: 'local', isSignedIn: true },
  '@auth, here, not signed in': { where: 'local', isSignedIn: false },
  '@auth, remote, signed in': { where: 'remote', isSignedIn: true },
  '@auth, remote, not signed in': { where: 'remote', isSignedIn: false },
};

const verdicts: Readonly<Record<string, AccessVerdict>> = {
  yes: 'allowed',
  form: 'other_form',
  here: 'local_only',
  sign: 'sign_in',
};

/** A row for each caller; a column for each access, reach and form, in the order of the lists above. */
const table = `
                                public                                   user
                                anywhere            local                anywhere            local
                                both menu command   both menu command    both menu command   both menu command
menu, here, signed in           yes  yes  form      yes  yes  form       yes  yes  form      yes  yes  form
menu, here, not signed in       yes  yes  form      yes  yes  form       sign sign form      sign sign form
menu, remote, signed in         yes  yes  form      here here form       yes  yes  form      here here form
menu, remote, not signed in     yes  yes  form      here here form       sign sign form      here here form
command, here, signed in        yes  form yes       yes  form yes        yes  form yes       yes  form yes
command, here, not signed in    yes  form yes       yes  form yes        sign form sign      sign form sign
command, remote, signed in      yes  form yes       here form here       yes  form yes       here form here
command, remote, not signed in  yes  form yes       here form here       sign form sign      here form here
@auth, here, signed in          yes  yes  yes       yes  yes  yes        yes  yes  yes       yes  yes  yes
@auth, here, not signed in      yes  yes  yes       yes  yes  yes        sign sign sign      sign sign sign
@auth, remote, signed in        yes  yes  yes       here here here       yes  yes  yes       here here here
@auth, remote, not signed in    yes  yes  yes       here here here       sign sign sign      here here here
`;

const restrictions: readonly Restrictions[] = accesses.flatMap((access) =>
  reaches.flatMap((reach) => forms.map((form) => ({ access, reach, form }))),
);
const rows = table
  .trim()
  .split('\n')
  .slice(3)
  .map((line) => line.split(/ {2,}(?=(?:yes|form|here|sign) )/))
  .map(([caller = '', ...words]) => [caller.trim(), words.join(' ').trim().split(/ +/)] as const);

test('the table has a line for every caller', () => {
  expect(rows.map(([caller]) => caller)).toEqual(Object.keys(callers));
});

describe.each(rows)('%s', (name, words) => {
  test.each(restrictions.map((one, index) => [one, words[index] ?? ''] as const))('%j: %s', (one, word) => {
    expect(decideAccess(one, callers[name] as Caller)).toBe(verdicts[word]);
  });

  test('has one word for each', () => expect(words).toHaveLength(restrictions.length));
});
