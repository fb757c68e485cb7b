import { startProgram } from '../start-program.ts'

/** The simulator in a process of its own, which can be stopped as a whole: its sockets stay open and silent. */
export interface RelayProcess {
  readonly url: string
  readonly port: number
  readonly signal: (signal: 'SIGSTOP' | 'SIGCONT') => void
}

/** Resolves when it listens on a free port; killed with its test. `program` is the bundled `program.ts`. */
export async function startRelayProcess(program: string, factor: number): Promise<RelayProcess> {
  const { child, line: url } = await startProgram(program, '0', String(factor))
  return { url, port: Number(new URL(url).port), signal: (signal) => void child.kill(signal) }
}
