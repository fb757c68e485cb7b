import { markdownTable } from 'markdown-table'

/** Prints a table that is Markdown too: `docs/performance.md` holds what came out last. */
export function printTable(title, head, rows) {
  const align = head.map((_, column) => (column === 0 ? 'l' : 'r'))
  console.log(`\n${title}\n\n${markdownTable([head, ...rows], { align })}`)
}

/** Says whether a promise of issue 7 was kept; the benchmark fails where it was not. */
export function printBar(text, isHeld) {
  console.log(`\nbar: ${text}: ${isHeld ? 'held' : 'MISSED'}`)
  if (!isHeld) process.exitCode = 1
}

/** `1.24x` */
export function times(ratio) {
  return `${ratio.toFixed(2)}x`
}
