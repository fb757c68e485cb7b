/** The most rows of one table. */
const SHOWN_ROWS = 200

/**
 * A heading with its table, or nothing where there are no rows. Cells must be escaped already; what
 * goes beyond 200 rows is counted.
 */
export function renderSection(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return ''
  const shown = [head, head.map(() => '---'), ...rows.slice(0, SHOWN_ROWS)]
  const table = shown.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  const hidden = rows.length - SHOWN_ROWS
  return `### ${title}\n\n${table}${hidden > 0 ? `\n\nand ${hidden} more` : ''}`
}
