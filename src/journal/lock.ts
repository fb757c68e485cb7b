import { randomUUID } from 'node:crypto'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Clock } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import { PRIVATE_MODE } from './file-operations.ts'
import { codeOf, notWritable } from './journal-error.ts'
import { startOfProcess, UNKNOWN_START } from './process-life.ts'

/**
 * The lock of a journal (hardening J7): whoever wants to write puts a file of a name of its own
 * beside it, `<journal>.lock-<pid>-<start>-<random>`, and only then looks for others. Whoever looks
 * sees everyone who holds it, so there are never two. A file whose process is dead is cleared away
 * by anyone: its name never comes back, so nobody's living lock is ever hit.
 */
export interface Lock {
  /** Makes sure that it is still held: somebody may have deleted the file. Throws `JOURNAL_LOCKED`. */
  confirm(): Promise<void>
  release(): Promise<void>
}

export interface LockOptions {
  readonly path: string
  /** The real id of this process: others judge by it whether the lock is stale. */
  readonly pid: number
  readonly clock: Clock
}

/** How long one that came first waits for a later one to see it and give way. */
const YIELD_TRIES = 10
const YIELD_MS = 20

/** Takes the lock. Throws `JOURNAL_LOCKED` while another process holds it. */
export async function acquireLock(options: LockOptions): Promise<Lock> {
  const start = (await startOfProcess(options.pid)) ?? UNKNOWN_START
  const id = randomUUID().slice(0, 8)
  const own = `${basename(options.path)}.lock-${options.pid}-${start}-${id}`
  await claim(own, options)
  return {
    confirm: async () => {
      if (!(await hasName(own, options.path))) await claim(own, options)
    },
    release: async () => remove(own, options.path),
  }
}

async function claim(own: string, options: LockOptions): Promise<void> {
  await putFile(own, options.path)
  try {
    await waitUntilAlone(own, options)
  } catch (error) {
    await remove(own, options.path)
    throw error
  }
}

/**
 * Of two that claim at the same moment the one whose name comes first stays and the other gives
 * way; one that holds the lock already does not give way.
 */
async function waitUntilAlone(own: string, { path, clock }: LockOptions): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const [first] = await livingRivals(own, path)
    if (first === undefined) return
    if (first < own || tries === YIELD_TRIES) throw locked(path, first)
    await clock.sleep(YIELD_MS)
  }
}

async function hasName(name: string, path: string): Promise<boolean> {
  const names = await readdir(dirname(path)).catch((): string[] => [])
  return names.includes(name)
}

async function livingRivals(own: string, path: string): Promise<string[]> {
  const names = await readdir(dirname(path))
  const rivals = names.filter((name) => name !== own && holderOf(name, path) !== null).sort()
  const living: string[] = []
  for (const name of rivals) {
    if (await isHeld(name, path)) living.push(name)
    else await remove(name, path)
  }
  return living
}

interface Holder {
  readonly pid: number
  readonly start: string
}

function holderOf(name: string, path: string): Holder | null {
  const prefix = `${basename(path)}.lock-`
  if (!name.startsWith(prefix)) return null
  const match = /^(\d+)-(\d+)-[0-9a-f]{8}$/.exec(name.slice(prefix.length))
  return match === null ? null : { pid: Number(match[1]), start: match[2] as string }
}

async function isHeld(name: string, path: string): Promise<boolean> {
  const { pid, start } = holderOf(name, path) as Holder
  const living = await startOfProcess(pid)
  return living !== null && (living === start || [living, start].includes(UNKNOWN_START))
}

async function putFile(own: string, path: string): Promise<void> {
  const file = join(dirname(path), own)
  await writeFile(file, '', { mode: PRIVATE_MODE }).catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') throw missingFolder(path, cause)
    const why = `no lock can be put beside it, ${(cause as Error).message}`
    throw notWritable(path, why, '--journal FILE in a folder of your own', cause)
  })
}

function missingFolder(path: string, cause: unknown): CliError {
  return notWritable(path, 'its folder does not exist', `mkdir -p ${dirname(path)}`, cause)
}

async function remove(name: string, path: string): Promise<void> {
  await rm(join(dirname(path), name), { force: true })
}

function locked(path: string, rival: string): CliError {
  const pid = holderOf(rival, path)?.pid
  return new CliError('JOURNAL_LOCKED', `the journal ${path} is being written by process ${pid}`, {
    exitCode: 3,
    hint: '--journal FILE names another one',
  })
}
