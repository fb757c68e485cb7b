import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { onTestFinished } from 'vitest'
import { makeTempDir } from '../../helpers/temp-dir.ts'

/** A relay that no one here wrote, in a process of its own. */
export interface SecondRelay {
  readonly url: string
  /** Kills the process, and resolves when it has ended. */
  readonly kill: () => Promise<void>
}

/** Makes one file of the package and its dependencies, and gives its path. */
export async function buildSecondRelay(): Promise<string> {
  const outfile = join(makeTempDir(), 'second-relay.cjs')
  const entry = fileURLToPath(new URL('./program.ts', import.meta.url))
  const bundle = { bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' } as const
  await build({ ...bundle, entryPoints: [entry], outfile })
  return outfile
}

/** Resolves when the relay listens on this port of the loopback address; killed with its test. */
export async function startSecondRelay(program: string, port: number): Promise<SecondRelay> {
  const child = spawn(process.execPath, [program, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  const died = ended.then(() => Promise.reject(new Error('the second relay did not start')))
  died.catch(() => undefined)
  await Promise.race([once(createInterface(child.stdout), 'line'), died])
  return { url: `http://127.0.0.1:${port}`, kill }
}
