import { describe, expect, test } from 'vitest';
import { errors } from '#core/errors.ts';
import { shownError } from '#core/shown-error.ts';
import { DatabaseError } from '#db/database.ts';
import { ConfigurationError } from '#lib/configuration-error.ts';
import type { RecordSink } from '#lib/logger/logger.ts';
import { NamedLogger } from '#lib/logger/named-logger.ts';

const path = '/srv/app/db/app.db';

const configuration = new ConfigurationError([
  { location: 'config.ini [hugo] height', sentence: { zh: '有误。', en: 'is wrong.' } },
]);
const database = new DatabaseError('corrupt', { zh: `${path} 已损坏。`, en: `${path} is damaged.` });

const own = [
  ['configuration', configuration, /hugo|config\.ini/],
  ['database', database, /app\.db/],
] as const;

describe('to a remote viewer', () => {
  test.each(own)(
    'the sentence of %s names nothing of the machine, and the log does',
    (code, error, secret) => {
      const { logger, lines } = openLogger();
      const shown = shownError(error, { where: 'remote', logger });
      expect(shown).toMatchObject({ code, exitCode: 2 });
      expect(JSON.stringify([shown, shown?.message, shown?.text, shown?.json('en')])).not.toMatch(secret);
      expect(lines.join('\n')).toMatch(/^error .*\(kept from a client\)/);
      expect(lines.join('\n')).toMatch(secret);
    },
  );

  test('any other error of a user is shown as it is', () => {
    const { logger, lines } = openLogger();
    const refusal = errors.name_taken({ name: 'egon' });
    expect(shownError(refusal, { where: 'remote', logger })).toBe(refusal);
    expect(lines).toEqual([]);
  });
});

test.each(own)('to a local viewer the sentence of %s is whole', (code, error, secret) => {
  const { logger, lines } = openLogger();
  const shown = shownError(error, { where: 'local', logger });
  expect(shown?.code).toBe(code);
  expect(shown?.text.en).toMatch(secret);
  expect(lines).toEqual([]);
});

test.each(['local', 'remote'] as const)('a bug is not shown: %s', (where) => {
  const { logger } = openLogger();
  expect(shownError(new TypeError('x is not a function'), { where, logger })).toBeUndefined();
});

function openLogger() {
  const lines: string[] = [];
  const write: RecordSink['write'] = (level, _name, _callSite, line) => void lines.push(`${level} ${line}`);
  return { lines, logger: new NamedLogger({ isEnabled: () => true, write }, 'test') };
}
