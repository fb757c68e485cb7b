import { fail, pass, warn, type Check, type CheckResult } from '../check.ts'
import { ENGINES, isAllowed, RELEASE_LINES } from '../release-lines.ts'

/** Whether this Node.js can run hookstep, and still gets security fixes. */
export const node: Check = {
  rule: 'node',
  title: 'Node.js',
  severity: 'required',
  concerns: 'machine',
  run: async ({ context: { machine, clock } }) => judgeNode(machine.nodeVersion, clock.now()),
}

function judgeNode(version: string, now: Date): CheckResult {
  const line = RELEASE_LINES.find(({ major }) => version.startsWith(`${major}.`))
  const until = line?.supportedUntil ?? null
  const evidence = { version, engines: ENGINES, supportedUntil: until }
  if (!isAllowed(version)) {
    return fail(`${version}: hookstep needs ${ENGINES}`, newestLine(), evidence)
  }
  if (until === null) {
    const message = `${version}: a line of releases that this hookstep does not know`
    return warn(message, 'npm install -g hookstep@latest, which may know it', evidence)
  }
  if (now.toISOString().slice(0, 10) > until) {
    const message = `${version} works, and gets no security fixes any more: its support ended on ${until}`
    return warn(message, newestLine(), evidence)
  }
  return pass(`${version}, supported until ${until}`, evidence)
}

function newestLine(): string {
  const { major, supportedUntil } = RELEASE_LINES.reduce((newest, line) =>
    line.supportedUntil > newest.supportedUntil ? line : newest,
  )
  return `install Node.js ${major}, which is supported until ${supportedUntil}`
}
