// A spreadsheet takes these for the beginning of a formula and runs it (CWE-1236).
const formula = /^[=+\-@\t\r\n]/

/** A table as CSV for a spreadsheet: every cell quoted, none of them a formula. Begins with the mark by which Excel knows UTF-8. */
export function csv(rows: string[][]): string {
  const cell = (text: string) =>
    `"${(formula.test(text.trimStart()) || formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  return `\uFEFF${rows.map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`
}
