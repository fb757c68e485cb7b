import { mkdtemp, rmdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { defaultJournalPath } from '../../../journal/default-path.ts'
import { byteSize } from '../../../report/text/units.ts'
import { fail, pass, skipped, warn, type Check, type CheckResult } from '../check.ts'
import type { Subject } from '../subject.ts'

/** Below this, a long run could fill the disk; ours. */
const LEAST_FREE_BYTES = 100 * 1024 * 1024

/** Whether the journal of listen can be written where it goes, and for how long. */
export const stateFolder: Check = {
  rule: 'state-folder',
  title: 'State folder',
  severity: 'required',
  concerns: 'machine',
  run: async (subject) => {
    const { journal } = subject.flags
    if (journal === false) return skipped('--no-journal: listen keeps nothing')
    const { env, cwd, clock } = subject.context
    if (journal !== undefined) return judgeFolder(dirname(resolve(cwd, journal)), false, subject)
    return judgeFolder(dirname(defaultJournalPath(env, clock.now())), true, subject)
  },
}

async function judgeFolder(
  folder: string,
  isMade: boolean,
  { context }: Subject,
): Promise<CheckResult> {
  const place = await nearestPlace(folder)
  const isThere = place === folder
  if (!isThere && !isMade) {
    return fail(`${folder} does not exist`, `mkdir -p ${folder}`, { folder })
  }
  const problem = await writingProblem(place)
  if (problem !== null) {
    const message = `${folder} cannot be written: ${problem}`
    return fail(message, '--journal FILE or XDG_STATE_HOME names another place', { folder })
  }
  const freeBytes = await context.machine.freeBytes(place)
  const evidence = { folder, isThere, freeBytes }
  if (freeBytes < LEAST_FREE_BYTES) {
    const message = `${folder}: only ${byteSize(freeBytes)} free`
    return warn(message, 'make room on that disk: listen answers 503 when it is full', evidence)
  }
  const isMadeLater = isThere ? '' : ', made at the first listen'
  return pass(`${folder}${isMadeLater}, ${byteSize(freeBytes)} free`, evidence)
}

/** The folder itself, or the nearest one above it that is there. */
async function nearestPlace(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  )
  const above = dirname(folder)
  return isThere || above === folder ? folder : nearestPlace(above)
}

/** Writes there and takes it away again: root may, where the permissions say no, and a full disk says no to all. */
async function writingProblem(folder: string): Promise<string | null> {
  try {
    await rmdir(await mkdtemp(join(folder, '.hookstep-doctor-')))
    return null
  } catch (error) {
    return (error as Error).message
  }
}
