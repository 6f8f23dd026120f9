import { expect, test } from 'vitest';
import { reportBug } from '#core/bug-report.ts';
import { recordingLogger } from '#test/kit/recording-logger.ts';

test('the log has the stack, and the sentence the same id', () => {
  const { logger, lines } = recordingLogger();
  const sentence = reportBug(new Error('boom'), { location: 'server', logger, connectionId: 'c7' });
  const [, id = ''] = /id=([0-9a-f]{8}) c7 Error: boom\n +at /.exec(lines[0] ?? '') ?? [];
  expect(id).not.toBe('');
  expect(sentence.en).toBe(`Something went wrong in the server. The log has the details under the id ${id}.`);
  expect(sentence.zh).toContain(id);
});

test('without a log the sentence carries the stack; anything can be thrown', () => {
  const { en } = reportBug('just a text', { location: 'app', logger: undefined });
  expect(en).toMatch(/^Something went wrong in the app\. .*\njust a text$/);
});
