import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { makeTempDir } from '../../helpers/temp-dir.ts'
import { startProgram } from '../start-program.ts'

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
  const { kill } = await startProgram(program, String(port))
  return { url: `http://127.0.0.1:${port}`, kill }
}
