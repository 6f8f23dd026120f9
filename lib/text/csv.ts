/**
 * Rows as RFC 4180 has them, with line feeds. A text that a spreadsheet would run as a formula gets an apostrophe in
 * front, as spreadsheets do themselves; numbers are left alone.
 */
export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(field).join(',')).join('\n');
}

const isNumber = (text: string): boolean => /^[-+]?\d+(\.\d+)?$/.test(text);

function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !isNumber(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
