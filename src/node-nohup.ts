import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** The bits of open(2) that tell reading from writing, and writing only. */
const [ACCESS_MODE, WRITE_ONLY] = [0o3, 0o1]

/**
 * True where `nohup` started this process: then SIGHUP is not for it. Node puts whatever signal nohup had
 * ignored back to what ends a process before it runs the first line (`PlatformInit` in its node.cc), so SigIgn
 * of /proc/self/status says nothing, and what is left are traces: bash, zsh and ksh name the program that they
 * start in `_`, and nohup of GNU puts in the place of a terminal as standard input what can only be written to.
 */
export function isUnderNohup({ env }: Pick<NodeJS.Process, 'env'>): boolean {
  return basename(env['_'] ?? '') === 'nohup' || isInputUnreadable()
}

function isInputUnreadable(): boolean {
  try {
    const [, flags = ''] =
      /^flags:\s*(\d+)$/m.exec(readFileSync('/proc/self/fdinfo/0', 'latin1')) ?? []
    return (Number.parseInt(flags, 8) & ACCESS_MODE) === WRITE_ONLY
  } catch {
    // Only Linux tells.
    return false
  }
}
