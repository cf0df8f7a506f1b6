/** Rows as CSV (RFC 4180) that a spreadsheet takes as text and numbers, never as formulas. */
export function csvOf(names: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [names, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

/** What begins like a formula gets an apostrophe before it: https://owasp.org/www-community/attacks/CSV_Injection. */
function cellOf(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
