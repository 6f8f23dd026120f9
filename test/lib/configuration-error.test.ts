import { expect, test } from 'vitest';
import { ConfigurationError } from '#lib/configuration-error.ts';

const sentence = { zh: '不对，请改正', en: 'is wrong; correct it' };

test('a line names the place, with the punctuation of its language; the message is English', () => {
  const error = new ConfigurationError([{ location: 'x.ini:1 [a] k', sentence }]);
  expect(error.lines).toEqual([
    { zh: 'x.ini:1 [a] k：不对，请改正', en: 'x.ini:1 [a] k: is wrong; correct it' },
  ]);
  expect(error.message).toBe('x.ini:1 [a] k: is wrong; correct it');
});

test('twenty problems are shown, and the rest is counted', () => {
  const problems = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ location: `${at}`, sentence }));
  expect(new ConfigurationError(problems(20)).lines).toHaveLength(20);
  const { lines, message } = new ConfigurationError(problems(50));
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toEqual({ zh: '……还有 30 处', en: '... and 30 more' });
  expect(message.split('\n')).toHaveLength(21);
});

test('no language brings a control character or a forged line to the screen', () => {
  const hostile = 'a\n\u001b[2J\u202e\u2028b';
  const { lines } = new ConfigurationError([{ location: hostile, sentence: { zh: hostile, en: hostile } }]);
  const cleaned = 'a\ufffd\ufffd[2J\ufffd\ufffdb';
  expect(lines).toEqual([{ zh: `${cleaned}：${cleaned}`, en: `${cleaned}: ${cleaned}` }]);
});
