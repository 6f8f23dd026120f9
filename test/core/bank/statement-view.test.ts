import { describe, expect, test } from 'vitest';
import { statementTable } from '#core/bank/statement-view.ts';
import type { StatementLine } from '#db/bank/journal.ts';
import { displayWidth } from '#lib/text/width.ts';

const line = (kind: string, en: string, more: Partial<StatementLine>): StatementLine => ({
  id: '96fd4bb2-6acc-4d2c-91fd-9a1aa1b19a02',
  atMs: new Date(2026, 10, 27, 8, 53, 34).getTime(),
  kind,
  kindName: { zh: kind, en },
  counterparty: null,
  amountFen: 1_000_000_000n,
  feeFen: 0n,
  balanceFen: 1_000_000_000n,
  ...more,
});

const lines = [
  line('opening', 'opening', { id: 'opening/5' }),
  line('purchase', 'purchase', { amountFen: -12_900n, balanceFen: 999_987_100n }),
  line('transfer', 'transfer', { counterparty: 'a long name', amountFen: -1_250n, balanceFen: 999_985_850n }),
  line('withdrawal', 'withdrawal', { amountFen: -105_000n, feeFen: 5_000n, balanceFen: 999_880_850n }),
];

const rowsAt = (width: number): readonly string[] =>
  statementTable(lines, 'en', { width, colours: false }).split('\n').slice(0, -2);

describe('in a narrow terminal gives way', () => {
  test.each([
    [140, '2026-11-27 08:53:34', 'a long name', / 96fd4bb2-6acc-4d2c-91fd-9a1aa1b19a02$/],
    [100, '2026-11-27 08:53:34', 'a long name', / 96fd4bb2-6ac…$/],
    [94, '2026-11-27 08:53:34', 'a long name', / 9,999,858.50$/],
    [83, '2026-11-27 08:53', 'a long name', / 9,999,858.50$/],
    [80, '2026-11-27 08:53', 'a long n…', / 9,999,858.50$/],
    [76, '2026-11-27 08:53', 'a lo…', / 9,999,858.50$/],
  ])('at %i columns: time %s, with %s', (width, time, counterparty, id) => {
    const rows = rowsAt(width);
    for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(width);
    const text = rows.join('\n');
    // The kind and the amounts are always whole.
    for (const kind of ['opening', 'purchase', 'transfer', 'withdrawal']) expect(text).toContain(` ${kind} `);
    expect(text).toContain(' -1,050.00 ');
    const transfer = rows.find((row) => row.includes(' transfer ')) ?? '';
    expect(transfer.startsWith(`${time}  transfer`)).toBe(true);
    expect(transfer).toContain(counterparty);
    expect(transfer).toMatch(id);
  });
});
