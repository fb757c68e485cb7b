import { readdirSync, readFileSync } from 'node:fs'

interface ProcessStat {
  readonly pid: number
  readonly parent: number
  readonly group: number
}

/** The processes of this machine that have not ended, by /proc. */
function liveProcesses(): ProcessStat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = readStat(name)
      const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const hasEnded = state === undefined || state === '' || state === 'Z' || state === 'X'
      return hasEnded ? [] : [{ pid: Number(name), parent: Number(parent), group: Number(group) }]
    })
}

function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return ''
  }
}

/** The processes of a process group that have not ended. */
export function liveInGroup(group: number): number[] {
  return liveProcesses()
    .filter((each) => each.group === group)
    .map(({ pid }) => pid)
}

/** Ends a process and everything that it started. One that ends of itself meanwhile has done what was asked. */
export function endFamily(pid: number): void {
  for (const member of familyOf(pid)) {
    try {
      process.kill(member, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

function familyOf(pid: number): number[] {
  const children = liveProcesses().filter(({ parent }) => parent === pid)
  return [pid, ...children.flatMap((child) => familyOf(child.pid))]
}
