import { createStyle } from '../../../report/style.ts'
import type { Context, Environment } from '../../../context.ts'
import { pass, warn, type Check, type CheckResult } from '../check.ts'

/** Below this width lines wrap in places where nobody wants them to. */
const FEWEST_COLUMNS = 40

/** What the terminal can show, and which keys it can pass on. */
export const terminal: Check = {
  rule: 'terminal',
  title: 'Terminal',
  severity: 'information',
  concerns: 'machine',
  run: async ({ context }) => judgeTerminal(context),
}

function judgeTerminal(context: Context): CheckResult {
  const { stdout, terminal, env, machine } = context
  if (!stdout.isTTY) {
    return pass('none: plain lines, no colour, no questions, no live view', { isTTY: false })
  }
  const colour = createStyle(stdout, env).paint.level > 0
  const unicode = machine.platform === 'win32' || /utf-?8/i.test(localeOf(env))
  const { columns } = stdout
  const { rows, isAvailable: keys } = terminal
  const evidence = { isTTY: true, columns, rows, colour, unicode, keys }
  if (env['TERM'] === 'dumb') {
    const message = 'TERM=dumb: no colour, no questions, no live view'
    return warn(message, 'export TERM=xterm-256color, where the terminal is one', evidence)
  }
  if (!unicode) {
    const message = `the locale is ${localeOf(env) || 'not set'}, not UTF-8: arrows and dots may come out wrong`
    return warn(message, 'export LANG=C.UTF-8', evidence)
  }
  if (columns < FEWEST_COLUMNS) {
    const message = `${columns} columns: lines will break in many places`
    return warn(message, `make it ${FEWEST_COLUMNS} columns wide, or more`, evidence)
  }
  const abilities = [colour ? 'colour' : 'no colour', 'unicode', keys ? 'keys' : 'no keys']
  return pass(`${columns} × ${rows}, ${abilities.join(', ')}`, evidence)
}

/** The locale of characters, as the system chooses it. */
function localeOf(env: Environment): string {
  return env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
}
