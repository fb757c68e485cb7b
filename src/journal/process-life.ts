import { readFile } from 'node:fs/promises'
import { getPriority } from 'node:os'

/** Where the system does not tell when a process started. */
export const UNKNOWN_START = '0'

/**
 * When a process started, in a form that tells it from a later one of the same id; null when there
 * is no such process, or only what its parent has not yet buried.
 */
export async function startOfProcess(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null)
  if (stat === null) return isKnown(pid) ? UNKNOWN_START : null
  return parseStart(stat)
}

/** Reads `/proc/PID/stat`: the state is field 3, the start is field 22; the name may hold anything. */
export function parseStart(stat: string): string | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state = ''] = fields
  return /^[ZX]/.test(state) ? null : (fields[19] ?? UNKNOWN_START)
}

function isKnown(pid: number): boolean {
  try {
    getPriority(pid)
    return true
  } catch {
    return false
  }
}
