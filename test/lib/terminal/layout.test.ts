import { stripVTControlCharacters } from 'node:util';
import headless from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOut, type PromptView, type Size } from '#lib/terminal/layout.ts';
import { draw, erase, replace } from '#lib/terminal/render.ts';
import { displayWidth } from '#lib/text/width.ts';
import { modernWidths } from '#test/kit/screen-widths.ts';

/** The screen of a terminal after these bytes. */
async function shown(bytes: string, { columns, rows }: Size) {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  modernWidths(terminal);
  await new Promise<void>((resolve) => terminal.write(bytes, resolve));
  const { active } = terminal.buffer;
  const lines = Array.from({ length: rows }, (_, row) => active.getLine(active.baseY + row));
  const text = lines
    .map((line) => line?.translateToString(true).trimEnd() ?? '')
    .join('\n')
    .trimEnd();
  const cursor = { row: active.cursorY, column: active.cursorX };
  terminal.dispose();
  return { text, cursor };
}

const bare = (text: string) => stripVTControlCharacters(text).replaceAll(' ', '');

/** The first characters of a line that fit into this many columns. */
function start(line: string, columns: number): string {
  let text = '';
  for (const character of stripVTControlCharacters(line)) {
    if (displayWidth(text + character) > columns) break;
    text += character;
  }
  return text;
}

const character = fc.constantFrom(
  'a',
  'B',
  ' ',
  '-',
  '中',
  '购',
  '物',
  '，',
  '🍎',
  'é',
  '\x1b[1m',
  '\x1b[22m',
);
const line = fc.array(character, { maxLength: 60 }).map((characters) => characters.join(''));
const size = fc.record({ columns: fc.integer({ min: 2, max: 50 }), rows: fc.constant(400) });
/** A prompt of some lines, with the cursor behind a character of one of them. */
const view = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(80))
  .map(([lines, chosen, width]): PromptView => {
    const index = chosen % lines.length;
    const column = displayWidth(start(lines[index] ?? '', width));
    return {
      lines,
      cursor: { line: index, column },
      isCursorHidden: false,
    };
  });

test('for any text every row fits, nothing is lost, and the cursor is where a terminal puts it', async () => {
  await fc.assert(
    fc.asyncProperty(view, size, async (view, size) => {
      const layout = layOut(view, size);
      for (const row of layout.rows) expect(displayWidth(row)).toBeLessThanOrEqual(size.columns);
      expect(layout.rows.join('').replaceAll(' ', '')).toBe(view.lines.join('').replaceAll(' ', ''));
      const { cursor } = await shown(draw(layout), size);
      expect(cursor).toEqual(layout.cursor);
      const before = [
        ...layout.rows.slice(0, cursor.row),
        start(layout.rows[cursor.row] ?? '', cursor.column),
      ];
      const { line, column } = view.cursor;
      const expected = [...view.lines.slice(0, line), start(view.lines[line] ?? '', column)];
      expect(bare(before.join(''))).toBe(bare(expected.join('')));
    }),
    { numRuns: 300 },
  );
});

test('nothing of the previous frame of a prompt is left', async () => {
  await fc.assert(
    fc.asyncProperty(view, view, size, async (one, other, size) => {
      const [from, to] = [layOut(one, size), layOut(other, size)];
      const above = '^\n';
      const alone = await shown(above + draw(to), size);
      const after = await shown(above + draw(from) + replace(from, to, size.columns), size);
      expect(after).toEqual(alone);
      expect((await shown(above + draw(from) + erase(from, size.columns), size)).text).toBe('^');
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['a cursor behind a full row is on the next one', 'abcde', 5, ['abcde', ''], { row: 1, column: 0 }],
  ['a character that does not fit is not cut in half', 'abcd中', 6, ['abcd', '中'], { row: 1, column: 2 }],
  ['before it, the cursor is on its row', 'abcd中', 4, ['abcd', '中'], { row: 1, column: 0 }],
  ['spaces at the end, which a view leaves out, come back', 'ab', 4, ['ab  '], { row: 0, column: 4 }],
  ['a tab goes to the next stop', '\tx', 9, ['     ', 'x'], { row: 1, column: 1 }],
])('%s', (_what, line, column, rows, cursor) => {
  const view = { lines: [line], cursor: { line: 0, column }, isCursorHidden: false };
  const layout = layOut(view, { columns: 5, rows: 10 });
  expect([layout.rows.map((row) => row.slice(0, 5)), layout.cursor]).toEqual([rows, cursor]);
});

test('on a terminal that is too low, colours of the hidden rows do not spread', () => {
  const lines = ['\x1b[1mone', 'two\x1b[22m', '\x1b[36m❯ three\x1b[39m', 'four'];
  const view = { lines, cursor: { line: 3, column: 0 }, isCursorHidden: true };
  const { rows } = layOut(view, { columns: 20, rows: 2 });
  expect(rows).toEqual(['\x1b[1mone', '\x1b[22m\x1b[36m❯ three\x1b[39m']);
});

test.each([
  ['a mark stays with its letter', 'ab\u0301c', 3],
  ['a variation stays with its character', 'x葛\u{e0100}', 3],
  ['a keycap stays one', 'a1\ufe0f\u20e3', 3],
  ['a flag stays one', 'x🇨🇳', 3],
  ['a family stays one', '👨‍👩‍👧一', 4],
])('%s at the end of a row', (_, row, columns) => {
  const line = row.repeat(200);
  const cursor = { line: 0, column: 0 };
  const { rows } = layOut({ lines: [line], cursor, isCursorHidden: false }, { columns, rows: 300 });
  expect(rows).toEqual(Array.from({ length: 200 }, () => row));
});
