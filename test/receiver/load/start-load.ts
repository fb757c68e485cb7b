import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { bundleOnce } from '../../helpers/bundle.ts'
import type { LoadOptions, LoadReport } from './load.ts'

const bundledProgram = bundleOnce(new URL('program.ts', import.meta.url))

/** A load that runs in a process of its own. */
export interface RunningLoad {
  /** Resolves when it has sent what it was to send. */
  readonly done: Promise<LoadReport>
  /** Lets it end with the requests that are under way. */
  stop(): Promise<LoadReport>
}

/** Starts a load, and resolves when it sends. */
export async function startLoad(options: LoadOptions): Promise<RunningLoad> {
  const args = [await bundledProgram(), JSON.stringify(options)]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })
  await once(lines, 'line')
  const done = once(lines, 'line').then(([line]) => JSON.parse(line as string) as LoadReport)
  return {
    done,
    stop: async () => {
      child.stdin.end()
      return done
    },
  }
}

/** Runs a load to its end. */
export async function sendLoad(options: LoadOptions): Promise<LoadReport> {
  return (await startLoad(options)).done
}
