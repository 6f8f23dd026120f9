import { expect, test } from 'vitest';
import { errors } from '#core/errors.ts';
import { userErrors } from '#core/users/questions.ts';
import { foreign, testErrorTables } from '#test/kit/error-table.ts';

testErrorTables([errors, userErrors], {
  usage: errors.usage({ problems: [foreign, 'unknown flag --x'] }),
  configuration: {
    error: errors.configuration({ problems: [{ zh: '第一行', en: 'the first line' }] }),
    noRemedy: 'its problems come line by line, each with a remedy of its own: see both-languages.ts',
  },
  database: errors.database({ problem: { zh: '数据库已损坏，请恢复。', en: 'It is damaged. Restore it.' } }),
  missing_answers: errors.missing_answers({ missing: ['--to', foreign] }),
  bad_answer: errors.bad_answer({ question: '--format', choices: ['csv', foreign] }),
  wrong_credentials: errors.wrong_credentials(),
  locked: errors.locked({ seconds: 60 }),
  crowded: errors.crowded(),
  not_signed_in: errors.not_signed_in(),
  session_ended: errors.session_ended(),
  name_taken: errors.name_taken({ name: foreign }),
  local_only: {
    error: errors.local_only({ command: foreign }),
    noRemedy: 'its remedy ends with a command line, which holds dots',
  },
  not_confirmed: errors.not_confirmed({ flag: '--yes' }),
  cancelled: errors.cancelled(),
  output_lost: errors.output_lost({ reason: { zh: '磁盘已满', en: 'the disk is full' } }),
  database_in_use: errors.database_in_use(),
  bad_name: userErrors.bad_name(),
  mixed_alphabets: userErrors.mixed_alphabets(),
  too_many_registrations: userErrors.too_many_registrations({ minutes: 5 }),
  bad_password: userErrors.bad_password(),
  passwords_differ: userErrors.passwords_differ(),
});

test('a long typed text is shortened in the sentence', () => {
  expect(errors.name_taken({ name: 'x'.repeat(100_000) }).text.en).toBe(
    `The name ${'x'.repeat(199)}… is taken. Choose another.`,
  );
});
