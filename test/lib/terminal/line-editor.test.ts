import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KeyName } from '#lib/terminal/keys.ts';
import { LineEditor } from '#lib/terminal/line-editor.ts';

/** The line after the keys, with a bar for the cursor. */
function edited(text: string, ...keys: readonly KeyName[]): string {
  const line = new LineEditor(1_000);
  line.type(text);
  for (const key of keys) line.press(key);
  return `${line.text.slice(0, line.cursor)}|${line.text.slice(line.cursor)}`;
}

test.each([
  ['an emoji', '一👍🏽'],
  ['a family', '一👨‍👩‍👧'],
  ['a flag', '一🇨🇳'],
  ['a letter with an accent of its own', '一e\u0301'],
  ['a keycap', '一1\ufe0f\u20e3'],
  ['a letter', '一x'],
  ['a Chinese character', '一二'],
])('%s is one character for every key', (_what, text) => {
  const last = text.slice(1);
  expect(edited(text, 'backspace')).toBe('一|');
  expect(edited(text, 'left')).toBe(`一|${last}`);
  expect(edited(text, 'left', 'delete')).toBe('一|');
  expect(edited(text, 'left', 'right')).toBe(`${text}|`);
});

test.each([
  ['one two', ['word-left'], 'one |two'],
  ['one two ', ['word-left', 'word-left'], '|one two '],
  ['one two', ['home', 'word-right'], 'one |two'],
  ['one, two', ['delete-word', 'delete-word'], 'one|'],
  ['一二 三', ['delete-word'], '一二 |'],
  ['one two', ['word-left', 'delete-to-end'], 'one |'],
  ['one two', ['word-left', 'delete-to-start'], '|two'],
  ['ab', ['home', 'left', 'backspace', 'end', 'right', 'delete'], 'ab|'],
] as const)('%j and %j', (text, keys, expected) => {
  expect(edited(text, ...keys)).toBe(expected);
});

test('a line beyond its limit is kept up to a few characters, so that it can be shortened', () => {
  const line = new LineEditor(10);
  line.type('x'.repeat(9));
  line.type('🍎'.repeat(1_000));
  expect(line.isTooLong).toBe(true);
  expect(line.text).toBe(`${'x'.repeat(9)}${'🍎'.repeat(128)}`);
  while (line.isTooLong) line.press('backspace');
  expect(line.text).toBe('x'.repeat(9));
});

test('any keys keep the cursor in the line, and typing then inserts there', () => {
  const names = ['left', 'right', 'home', 'end', 'word-left', 'word-right', 'backspace', 'delete'] as const;
  const keys = fc.array(fc.constantFrom(...names), { maxLength: 30 });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), keys, (text, keys) => {
      const line = new LineEditor(1_000);
      line.type(text);
      for (const key of keys) line.press(key);
      const [before, after] = [line.text.slice(0, line.cursor), line.text.slice(line.cursor)];
      line.type('+');
      expect([line.text, line.cursor]).toEqual([`${before}+${after}`, before.length + 1]);
    }),
  );
});
