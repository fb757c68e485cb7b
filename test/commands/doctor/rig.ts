import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../../src/context.ts'
import type { Finding } from '../../../src/contract/finding.ts'
import { systemClock } from '../../../src/system-clock.ts'
import { jsonLines, runCli } from '../../helpers/run-cli.ts'
import { makeTempDir } from '../../helpers/temp-dir.ts'
import type { TestContextOptions } from '../../helpers/test-context.ts'

/** The clock of this machine, set to another moment. */
export function clockAt(now: () => Date): Clock {
  return { ...systemClock, now }
}

/** A day on which Node.js 24 is supported. */
export const NOVEMBER = clockAt(() => new Date('2026-11-25T12:00:00Z'))

export interface DoctorRun {
  readonly exitCode: number
  readonly findings: readonly Finding[]
  readonly summary: Record<string, unknown> | undefined
  readonly find: (rule: string) => Finding | undefined
  readonly stderr: string
}

/** Runs doctor with `--json`, on a free port and, unless said otherwise, without a tunnel. */
export async function examine(
  argv: readonly string[] = [],
  options: TestContextOptions = {},
): Promise<DoctorRun> {
  const has = (flag: string): boolean => argv.includes(flag)
  const port = has('--port') || options.env?.['HOOKSTEP_PORT'] !== undefined ? [] : ['--port', '0']
  const tunnel = has('--tunnel') || has('--tunnel-host') || has('--offline') ? [] : NO_TUNNEL
  const { exitCode, stdout, stderr } = await runCli(
    ['doctor', ...argv, ...port, ...tunnel, '--json'],
    { cwd: makeTempDir(), clock: NOVEMBER, ...options },
  )
  const records = jsonLines(stdout)
  const findings = records.filter(({ type }) => type === 'finding') as unknown as Finding[]
  return {
    exitCode,
    findings,
    summary: records.find(({ type }) => type === 'summary'),
    find: (rule) => findings.find((finding) => finding.rule === rule),
    stderr,
  }
}

const NO_TUNNEL = ['--tunnel', 'none']

/** A folder with this configuration in it. */
export function folderWith(config: object | string, mode = 0o600): string {
  const cwd = makeTempDir()
  const text = typeof config === 'string' ? config : JSON.stringify(config)
  writeFileSync(join(cwd, 'hookstep.config.json'), text, { mode })
  return cwd
}
