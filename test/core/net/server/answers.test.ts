import { expect, it } from 'vitest';
import { errors } from '#core/errors.ts';
import { DatabaseError } from '#db/database.ts';
import { ConfigurationError } from '#lib/configuration-error.ts';
import { expectSentence } from '#test/kit/both-languages.ts';
import { openTestServices } from '#test/kit/net/open-test-services.ts';

const path = '/srv/app/db/app.db';
const other = '[hugo] height';

/** The answer to a client and the line of the log when a handler throws this. */
async function answerTo(error: Error) {
  const handlers = {
    fail() {
      throw error;
    },
  };
  await using opened = await openTestServices({ services: [{ name: 'failing', handlers }] });
  const connection = await opened.connect();
  await connection.send({ cmd: 'fail' });
  return { answer: (await connection.receive())?.header, log: opened.lines.join('\n') };
}

it.each([
  [
    'configuration',
    new ConfigurationError([
      { location: `config.ini ${other}`, sentence: { zh: '有误。', en: 'is wrong.' } },
    ]),
    other,
  ],
  ['database', new DatabaseError('corrupt', { zh: `${path} 已损坏。`, en: `${path} is damaged.` }), path],
] as const)("the server's own trouble is for its log: %s", async (code, error, secret) => {
  const { answer, log } = await answerTo(error);
  expect(answer).toMatchObject({ status: 'error', code, exitCode: 2 });
  expectSentence(answer as never);
  expect(JSON.stringify(answer)).not.toContain(secret);
  expect(log).toMatch(/^error .*\(kept from a client\)/m);
  expect(log).toContain(secret);
});

it('any other error of a user is answered as it is', async () => {
  const refusal = errors.name_taken({ name: 'egon' });
  const { answer, log } = await answerTo(refusal);
  expect(answer).toMatchObject({ code: 'name_taken', exitCode: 4, ...refusal.text });
  expect(log).not.toContain('(kept from a client)');
});
