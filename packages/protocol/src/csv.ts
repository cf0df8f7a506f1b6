/**
 * A row of CSV (RFC 4180) that a spreadsheet takes as text and numbers, never as formulas: text is quoted, and what begins like a
 * formula, also in full width, gets an apostrophe before it. https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => (typeof cell === 'number' ? String(cell) : quoted(cell))).join(',')}\r\n`;
}

function quoted(text: string): string {
  const safe = /^\s*[=+\-@＝＋－＠﹢﹣﹦﹫\t\r]/u.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
