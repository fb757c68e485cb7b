import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { Environment } from '../context.ts'

/**
 * Where the journal of a run goes when no place is named: a file of its own in the user's state
 * folder (XDG base directories: a relative one is ignored).
 */
export function defaultJournalPath(env: Environment, now: Date): string {
  const own = env['XDG_STATE_HOME'] ?? ''
  const home = env['HOME'] ?? ''
  const state = isAbsolute(own) ? own : join(home === '' ? homedir() : home, '.local', 'state')
  return join(state, 'hookstep', `${fileTimestamp(now)}.ndjson`)
}

/** A moment as part of a file name: `2026-01-02T03-04-05-678Z`. */
export function fileTimestamp(moment: Date): string {
  return moment.toISOString().replaceAll(/[:.]/g, '-')
}
