import { describe, expect, test } from 'vitest';
import { table } from '#lib/terminal/table.ts';
import { displayWidth } from '#lib/text/width.ts';

const columns = [{ title: '商品' }, { title: 'Price' }, { title: '数量' }];
const rows = [
  ['苹果 🍎', '¥12.50', '3'],
  ['Banana', '¥1,000.00', '12'],
];
const plain = { width: 80, colours: false };

test('columns line up under Chinese and emoji, numbers on the right', () => {
  expect(table(columns, rows, plain)).toBe(
    [
      '商品         Price  数量',
      '───────  ─────────  ────',
      '苹果 🍎     ¥12.50     3',
      'Banana   ¥1,000.00    12',
    ].join('\n'),
  );
});

test('a given alignment is used; an empty cell does not influence the alignment', () => {
  expect(
    table(
      [{ title: 'id', align: 'left' }, { title: 'n' }, { title: 'word' }],
      [
        ['1', '', 'a'],
        ['22', '-5'],
      ],
      plain,
    ),
  ).toBe(['id   n  word', '──  ──  ────', '1       a', '22  -5'].join('\n'));
});

test('without rows the titles stand alone', () => {
  expect(table([{ title: 'a' }, { title: 'b' }], [], plain)).toBe('a  b\n─  ─');
});

test.each([30, 24, 22])('in %i columns the widest text is shortened and amounts stay whole', (width) => {
  const lines = table(
    [{ title: 'to' }, { title: 'what' }, { title: 'amount' }],
    [['王小明', '生日快乐生日快乐 🎂 happy birthday', '1000000.00']],
    { width, colours: false },
  ).split('\n');
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  expect(lines[2]).toMatch(/…\s+1000000\.00$/);
});

test('a column marked as kept stays whole, and the others are shortened', () => {
  const lines = table(
    [{ title: 'time', keep: true }, { title: 'id' }],
    [['2026-11-22 08:53:34', 'cdb5ad14']],
    { width: 26, colours: false },
  ).split('\n');
  expect(lines[2]).toBe('2026-11-22 08:53:34  cdb5…');
});

test('a table that does not fit becomes lists, with whole amounts and without empty cells', () => {
  const lists = table(
    [{ title: '时间', keep: true }, { title: '手续费' }, { title: 'id' }],
    [
      ['2026-11-22 08:53:34', '', 'cdb5ad14-4b0e-4b0e-9d0f'],
      ['2026-11-23 08:53:34', '1000000.00', 'b2'],
    ],
    { width: 28, colours: false },
  );
  expect(lists).toBe(
    [
      '时间    2026-11-22 08:53:34',
      'id      cdb5ad14-4b0e-4b0e-…',
      '',
      '时间    2026-11-23 08:53:34',
      '手续费  1000000.00',
      'id      b2',
    ].join('\n'),
  );
});

test('colour is only in the frame, and only on request', () => {
  const coloured = table([{ title: 'a' }], [['x']], { width: 80, colours: true });
  expect(coloured).toBe('\x1b[1ma\x1b[22m\n\x1b[2m─\x1b[22m\nx');
});

test('a hostile cell cannot break its line', () => {
  const lines = table([{ title: 'a\nb' }, { title: 'n' }], [['\x1b[2J\r\nx\u202e', '1']], plain).split('\n');
  expect(lines).toEqual(['a\ufffdb       n', '────────  ─', '\ufffd[2J\ufffd\ufffdx\ufffd  1']);
});

test('a table has any number of rows', () => {
  const lines = table([{ title: 'n' }], Array(200_000).fill(['12']), plain).split('\n');
  expect([lines.length, lines.at(-1)]).toEqual([200_002, '12']);
});

describe('columns that give way', () => {
  const columns = [
    { title: 'time', keep: true, givesWay: 2, brief: (time: string) => time.slice(0, 5) },
    { title: 'kind', keep: true },
    { title: 'with', givesWay: 3 },
    { title: 'id', givesWay: 1, leftOutBelow: 6 },
  ] as const;
  const row = ['10:20:30', 'purchase', 'somebody', 'cdb5ad14'];

  test.each([
    [38, '10:20:30  purchase  somebody  cdb5ad14'],
    [36, '10:20:30  purchase  somebody  cdb5a…'],
    [35, '10:20:30  purchase  somebody'],
    [27, '10:20  purchase  somebody'],
    [24, '10:20  purchase  somebo…'],
    [21, '10:20  purchase  som…'],
  ])('in %i columns', (width, shown) => {
    expect(table(columns, [row], { width, colours: false }).split('\n')[2]).toBe(shown);
  });

  test('in a list every cell is whole', () => {
    expect(table(columns, [row], { width: 20, colours: false })).toBe(
      ['time  10:20:30', 'kind  purchase', 'with  somebody', 'id    cdb5ad14'].join('\n'),
    );
  });
});
