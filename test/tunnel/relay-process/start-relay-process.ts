import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

/** The simulator in a process of its own, which can be stopped as a whole: its sockets stay open and silent. */
export interface RelayProcess {
  readonly url: string
  readonly port: number
  readonly signal: (signal: 'SIGSTOP' | 'SIGCONT') => void
}

/** Resolves when it listens on a free port; killed with its test. `program` is the bundled `program.ts`. */
export async function startRelayProcess(program: string, factor: number): Promise<RelayProcess> {
  const args = [program, '0', String(factor)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const died = ended.then(() => Promise.reject(new Error('the relay did not start')))
  died.catch(() => undefined)
  const [url] = (await Promise.race([once(createInterface(child.stdout), 'line'), died])) as [
    string,
  ]
  return { url, port: Number(new URL(url).port), signal: (signal) => void child.kill(signal) }
}
