import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { runCli } from './run-cli.ts'
import { makeTempDir } from './temp-dir.ts'

/** What a scenario has counted, whatever its engine calls it. */
export interface Played {
  readonly acknowledged: number
  readonly rejected: number
  /** By reason. */
  readonly reasons: Readonly<Record<string, number>>
  readonly sessions: number
  readonly sessionsWithRejection: number
}

/** A scenario as it ended: 0, or the engine's words for what broke it. */
export interface Ended<Result> {
  readonly exitCode: number | null
  readonly stderr: string
  readonly result: Result
}

export interface PlayOptions {
  /** @default 1 */
  readonly sessions?: number
  readonly env?: Record<string, string>
}

/** Exports a scenario with these flags and plays it on an engine. */
export type Play = (argv: readonly string[], options?: PlayOptions) => Promise<Ended<Played>>

/** What one VU of a module for k6 has done. */
export interface K6State {
  readonly checks: { readonly passes: number; readonly fails: number }
  readonly counters: Readonly<Record<string, number>>
  readonly tags: readonly Readonly<Record<string, string>>[]
  /** In seconds. */
  readonly sleeps: readonly number[]
  readonly options: Readonly<Record<string, unknown>>
  /** Whether each was met. */
  readonly thresholds: Readonly<Record<string, boolean>>
}

const K6_STUB = fileURLToPath(new URL('./k6/', import.meta.url))
const ARTILLERY_STUB = fileURLToPath(new URL('./artillery/run.cjs', import.meta.url))

/**
 * Plays an exported module for k6 with a stub of k6's own modules, which refuses what k6 would refuse and sends for real. It runs
 * in a process of its own: in k6 a request blocks.
 */
export async function playK6Module(
  argv: readonly string[],
  { sessions = 1, env = {} }: PlayOptions = {},
): Promise<Ended<K6State>> {
  const dir = makeTempDir()
  const stub = join(dir, 'node_modules', 'k6')
  mkdirSync(stub, { recursive: true })
  cpSync(K6_STUB, stub, { recursive: true })
  const path = join(dir, 'load.mjs')
  await exportTo(path, 'k6', argv)
  return runNode([join(stub, 'run.js'), path, String(sessions)], env)
}

export const playOnK6: Play = async (argv, options) => {
  const { result, ...end } = await playK6Module(argv, options)
  return { ...end, result: named(result.counters, '_') }
}

export const playOnArtillery: Play = async (argv, { sessions = 1, env = {} } = {}) => {
  const dir = makeTempDir()
  await exportTo(join(dir, 'load.yml'), 'artillery', argv)
  const processor = join(dir, 'load.processor.cjs')
  const ended = await runNode<{ counters: Record<string, number> }>(
    [ARTILLERY_STUB, processor, String(sessions)],
    env,
  )
  return { ...ended, result: named(ended.result.counters, '.') }
}

function named(counters: Readonly<Record<string, number>>, separator: string): Played {
  const of = (name: string): number => counters[`hookstep${separator}${name}`] ?? 0
  const prefix = `hookstep${separator}rejected${separator}`
  const reasons = Object.entries(counters).filter(([name]) => name.startsWith(prefix))
  return {
    acknowledged: of('acknowledged'),
    rejected: of('rejected'),
    reasons: Object.fromEntries(
      reasons.map(([name, times]) => [name.slice(prefix.length).toUpperCase(), times]),
    ),
    sessions: of('sessions'),
    sessionsWithRejection: of('sessions_with_rejection'),
  }
}

async function exportTo(path: string, engine: string, argv: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runCli(['export', engine, ...argv, '--out', path])
  if (exitCode !== 0) throw new Error(stderr)
}

async function runNode<Result>(
  argv: readonly string[],
  env: Record<string, string>,
): Promise<Ended<Result>> {
  const child = spawn(process.execPath, argv, { env })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  const [exitCode] = (await once(child, 'close')) as [number | null]
  const result = JSON.parse(exitCode === 0 ? stdout.join('') : '{"counters":{}}') as Result
  return { exitCode, stderr: stderr.join(''), result }
}

function collect(stream: NodeJS.ReadableStream): string[] {
  const texts: string[] = []
  stream.setEncoding('utf8').on('data', (text: string) => texts.push(text))
  return texts
}
