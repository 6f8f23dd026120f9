/**
 * @returns the rows as CSV (RFC 4180), but with LF as the line end. A text that a spreadsheet would run as a formula gets
 * an apostrophe in front (OWASP, CSV injection); numbers stay unchanged.
 */
export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(field).join(',')).join('\n');
}

const isNumber = (text: string): boolean => /^[-+]?\d+(\.\d+)?$/.test(text);

function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !isNumber(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
