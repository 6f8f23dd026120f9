import headless from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean, cleanKeepingColours, cleanWithoutColours, jsonLine } from '#lib/text/clean.ts';

const mark = '\ufffd';

describe('clean', () => {
  test.each([
    ['plain', 'plain'],
    ['中文 and 🍎', '中文 and 🍎'],
    ['e\u0301', 'e\u0301'],
    ['a\x1b[2Jb', `a${mark}[2Jb`],
    ['\x1b]0;title\x07', `${mark}]0;title${mark}`],
    ['a\nb\r\nc\td', `a${mark}b${mark}${mark}c${mark}d`],
    ['\x7f\x80\x9b31m\x9f', `${mark}${mark}${mark}31m${mark}`],
    ['a\u2028b\u2029c', `a${mark}b${mark}c`],
    ['\u202eevil\u202c \u2066x\u2069 \u200f\u061c', `${mark}evil${mark} ${mark}x${mark} ${mark}${mark}`],
    ['ad\u200bmin \u2060 \ufeff \u00ad', `ad${mark}min ${mark} ${mark} ${mark}`],
    ['\u3164\u115f\uffa0', mark.repeat(3)],
    ['\ud800 \udc00', `${mark} ${mark}`],
    ['a\u{e0041}b', `a${mark}b`],
    ['a\ufe0fb', `a${mark}b`],
    // Emoji keep the characters that join their parts; the same characters alone do not pass.
    ['👩‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣', '👩‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣'],
    ['👍🏽 👩🏽‍💻 🏳️‍🌈', '👍🏽 👩🏽‍💻 🏳️‍🌈'],
    ['a\u200db', `a${mark}b`],
    ['🍎\u200d \u200d🍎 🍎\ufe0f\ufe0f', `🍎${mark} ${mark}🍎 🍎\ufe0f${mark}`],
    // Persian and Hindi need these characters.
    ['می\u200cخواهم क्\u200dष', 'می\u200cخواهم क्\u200dष'],
    ['\u200cمی\u200c', `${mark}می${mark}`],
  ])('%j', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  test('lines and tabs pass on request, and CR LF becomes LF', () => {
    expect(clean('a\r\nb\tc\rd\x1b', { lines: true })).toBe(`a\nb\tc${mark}d${mark}`);
  });

  test('the mark can be left out', () => {
    expect(clean('a\u200b\x1bb', { mark: '' })).toBe('ab');
  });
});

test.each([
  ['plain', 'plain'],
  ['a\x1b[31mred', 'a\x1b[31mred\x1b[0m'],
  ['\x1b[1;38;5;4mx\x1b[0m\n', '\x1b[1;38;5;4mx\x1b[0m\n\x1b[0m'],
  ['\x1b[2J\x1b[31mx', `${mark}[2J\x1b[31mx\x1b[0m`],
  ['\x1b[?25l', `${mark}[?25l`],
  ['\x1b[31\x1b[2Jm', `${mark}[31${mark}[2Jm`],
  [`\x1b[${'1;'.repeat(40)}m`, `${mark}[${'1;'.repeat(40)}m`],
])('cleanKeepingColours %j', (text, expected) => {
  expect(cleanKeepingColours(text)).toBe(expected);
});

test('colours can go without a mark', () => {
  expect(cleanWithoutColours('\x1b[1m\x1b[31mred\x1b[0m\n\x1b[2J')).toBe(`red\n${mark}[2J`);
});

const forbidden = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]/u;
const anyText = fc.string({ unit: 'binary', size: 'medium' });
const hostilePart = fc.constantFrom(
  ...[
    '\x1b',
    '[',
    ']',
    '2J',
    'H',
    '10;5H',
    'A',
    '?1049h',
    '0;t',
    '\x07',
    '\x9b',
    '\x90',
    '\r',
    '\n',
    '\b',
    'c',
    '\x1b\\',
    '31m',
    '中',
  ],
);
const hostileText = fc
  .array(fc.oneof(hostilePart, fc.string({ unit: 'binary-ascii', maxLength: 3 })), { maxLength: 30 })
  .map((parts) => parts.join(''));

test('no input gives a forbidden character', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, hostileText), (text) => {
      expect(clean(text)).not.toMatch(forbidden);
      expect(clean(clean(text))).toBe(clean(text));
      expect(clean(text, { lines: true }).replace(/[\n\t]/g, '')).not.toMatch(forbidden);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what this test is about
      expect(cleanKeepingColours(text).replace(/\x1b\[[\d;]*m|[\n\t]/g, '')).not.toMatch(forbidden);
    }),
  );
});

/** Writes to a terminal of 80 by 5 with a word in its first line. */
async function drawn(text: string) {
  const terminal = new headless.Terminal({ cols: 80, rows: 5, allowProposedApi: true });
  let title = '';
  terminal.onTitleChange((set) => {
    title = set;
  });
  await new Promise<void>((resolve) => terminal.write(`first\r\n${text}`, resolve));
  const { active } = terminal.buffer;
  const state = {
    title,
    buffer: active.type,
    first: active.getLine(0)?.translateToString(true),
    row: active.baseY + active.cursorY,
    column: active.cursorX,
  };
  terminal.dispose();
  return state;
}

test.each([clean, cleanKeepingColours, cleanWithoutColours])(
  '%o: a terminal shows the text in one line and runs no control sequence',
  async (cleaner) => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const shown = cleaner(text.slice(0, 30)).replaceAll(/[\n\t]/g, ' ');
        const plain = await drawn('x'.repeat(await columnsOf(shown)));
        expect(await drawn(shown)).toEqual(plain);
      }),
    );
  },
);

/** How far the cursor goes when every character is shown. */
async function columnsOf(text: string): Promise<number> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours take no room
  const printed = text.replace(/\x1b\[[\d;]*m/g, '');
  return Array.from(printed).reduce((sum, character) => sum + (character === '中' ? 2 : 1), 0);
}

test('a hostile text of 200 KB is cleaned in one pass', () => {
  const text = '\u{1f3f4}\u{e0067}\u200d\x1b'.repeat(30_000);
  expect(clean(text)).toBe(`\u{1f3f4}${mark}${mark}${mark}`.repeat(30_000));
});

describe('a line of JSON', () => {
  test('keeps every character for a program, and has none that a terminal interprets', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = jsonLine({ text });
        expect(JSON.parse(line)).toEqual({ text });
        expect(clean(line)).toBe(line);
      }),
    );
  });

  test('escapes what would be marked in a text', () => {
    expect(jsonLine('\x9b2J \u202egood 中文 \u{e0041}')).toBe('"\\u009b2J \\u202egood 中文 \\udb40\\udc41"');
  });
});
