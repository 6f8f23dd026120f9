import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Key, KeyDecoder } from '#lib/terminal/keys.ts';

/** The parsed keys as text: a character as it is, a key as <name>. */
const written = (keys: readonly Key[]) =>
  keys.map((key) => (key.name === 'text' ? key.text : `<${key.name}>`)).join('');

test.each([
  ['abc中🍎', 'abc中🍎'],
  ['a\rb\nc\r\nd', 'a<return>b<return>c<return>d'],
  ['\r\r\n\n', '<return><return><return>'],
  ['\x03\x04\x1a\x1c\x7f\x08\t', '<interrupt><end-of-input><suspend><quit><backspace><backspace><tab>'],
  ['\x1b[A\x1b[B\x1bOA\x1b[C\x1b[D', '<up><down><up><right><left>'],
  ['\x1b[H\x1b[F\x1b[3~\x1b[1;5C\x1bb\x1b\x7f', '<home><end><delete><word-right><word-left><delete-word>'],
  ['\x1b[5~\x1b[6~\x1b[200~pasted\x1b[201~', '<page-up><page-down><paste-start>pasted<paste-end>'],
  // A prompt ignores focus, mouse, function keys and the terminal's answers.
  ['\x1b[I\x1b[<0;10;5M\x1b[15~\x1bOP\x1b[[A\x1b[1;1R\x1b[?1;2c', ''],
  ['\x1b]0;title\x07a\x1b]0;title\x1b\\b\x1bPdata\x1b\\c', 'abc'],
  // Esc before something that does not continue it is the key.
  ['\x1b\x1b[A', '<escape><up>'],
  ['\x1b\r', '<escape><return>'],
  ['\x1b中', '<escape>中'],
  ['\x1bx', ''],
  ['\x1b[12\x03', '<interrupt>'],
  ['\x1b]0;half\x03', '<interrupt>'],
  ['\x00\x1d\x1f\x0c\x9b31m\x85', '31m'],
])('%j', (typed, expected) => {
  expect(written(new KeyDecoder().write(typed))).toBe(expected);
});

test.each([
  ['\x1b', '<escape>'],
  ['\x1b[', ''],
  ['\x1bO', ''],
  ['\x1b[1;', ''],
  ['\x1b]0;half', ''],
  ['\x1b\x1b', '<escape><escape>'],
  ['', ''],
])('%j and then nothing more', (typed, expected) => {
  const decoder = new KeyDecoder();
  expect(written([...decoder.write(typed), ...decoder.flush()])).toBe(expected);
  expect(decoder.pending).toBe(false);
  expect(written(decoder.write('next'))).toBe('next');
});

test('the input may be cut anywhere', () => {
  const parts = fc.constantFrom(
    '\x1b[A',
    '\x1bOB',
    '\x1b[200~',
    'text',
    '中',
    '🍎',
    '\r',
    '\r\n',
    '\x1b[1;5D',
    '\x7f',
    '\x1b\x1b',
    '\x1b[3~',
  );
  fc.assert(
    fc.property(fc.array(parts), fc.array(fc.nat(40)), (typed, cuts) => {
      const text = Array.from(typed.join(''));
      const whole = new KeyDecoder();
      const cut = new KeyDecoder();
      const keys: Key[] = [];
      for (const at of cuts) keys.push(...cut.write(text.splice(0, at).join('')));
      keys.push(...cut.write(text.join('')), ...cut.flush());
      expect(written(keys)).toBe(written([...whole.write(typed.join('')), ...whole.flush()]));
    }),
  );
});

test('no input gives a control character as text, and a long sequence ends', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      const decoder = new KeyDecoder();
      const texts = [...decoder.write(typed), ...decoder.write('x'.repeat(100))].filter(
        (key) => key.name === 'text',
      );
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what this test is about
      expect(texts.map((key) => key.text).join('')).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
      expect(decoder.pending).toBe(false);
    }),
  );
});
