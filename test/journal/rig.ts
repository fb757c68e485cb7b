import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { encodeRecord } from '../../src/journal/codec.ts'
import {
  nodeFiles,
  type FileOperations,
  type JournalFile,
} from '../../src/journal/file-operations.ts'
import {
  openJournal,
  type Journal,
  type JournalEvent,
  type JournalOptions,
} from '../../src/journal/journal.ts'
import { readJournal, type JournalEntry } from '../../src/journal/read-journal.ts'
import type { RequestRecord } from '../../src/journal/record.ts'
import { systemClock } from '../../src/system-clock.ts'
import { bundleOnce } from '../helpers/bundle.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import type { ChildMode } from './child.ts'

/** A request record, with whatever a test sets otherwise. */
export function makeRecord(seq: number, changes: Partial<RequestRecord> = {}): RequestRecord {
  const interviewId = `session-${seq % 7}`
  const body = Buffer.from(`{"interviewId":"${interviewId}","onboardingStatus":"EXPIRED"}`)
  return {
    type: 'request',
    seq,
    receivedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, 5, seq % 1000)),
    method: 'POST',
    path: '/webhook',
    httpVersion: '1.1',
    rawHeaders: [
      ['Host', '127.0.0.1'],
      ['Content-Type', 'application/json'],
    ],
    sizeBytes: body.length,
    body,
    verdict: {
      kind: 'notification',
      interviewId,
      externalCustomerId: null,
      onboardingStatus: 'EXPIRED',
      warnings: [],
    },
    answer: { httpStatus: 204 },
    ...changes,
  }
}

/** A journal file of the records 1 to `count`. */
export function writeRecords(count: number, path = join(makeTempDir(), 'j.ndjson')): string {
  const lines = Array.from({ length: count }, (_, index) => encodeRecord(makeRecord(index + 1)))
  writeFileSync(path, Buffer.concat(lines))
  return path
}

export interface TestJournal {
  readonly path: string
  readonly journal: Journal
  readonly events: JournalEvent[]
}

/** Opens a journal in a folder of its own; it is closed when the test ends. */
export async function openTestJournal(options: Partial<JournalOptions> = {}): Promise<TestJournal> {
  const events: JournalEvent[] = []
  const path = options.path ?? join(makeTempDir(), 'j.ndjson')
  const journal = await openJournal({
    clock: systemClock,
    pid: process.pid,
    onEvent: (event) => events.push(event),
    ...options,
    path,
  })
  onTestFinished(async () => journal.close())
  return { path, journal, events }
}

/** Every entry of a journal. */
export async function readAll(path: string): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = []
  for await (const entry of readJournal(path)) entries.push(entry)
  return entries
}

/** The sequence numbers of the records of a journal, in its order. */
export async function readSeqs(path: string): Promise<number[]> {
  return (await readAll(path)).flatMap((entry) => (entry.kind === 'record' ? entry.record.seq : []))
}

/** The system calls of a journal, each of which a test can replace while it runs. */
export type Faults = Partial<Omit<JournalFile, 'stat'> & FileOperations>

export interface FaultyFiles {
  readonly files: FileOperations
  /** What is replaced now. */
  faults: Faults
  /** The calls in their order: `write 300`, `datasync`, `truncate 0`. */
  readonly calls: string[]
  /** The files that were opened, unharmed. */
  readonly opened: JournalFile[]
}

/** The real files, with faults switched on and off, and a record of the calls. */
export function faultyFiles(): FaultyFiles {
  const rig: FaultyFiles = {
    faults: {},
    calls: [],
    opened: [],
    files: {
      open: async (path, mode) => {
        const file = await { ...nodeFiles, ...rig.faults }.open(path, mode)
        rig.opened.push(file)
        return wrapFile(file, rig)
      },
      stat: async (path) => ({ ...nodeFiles, ...rig.faults }).stat(path),
      statNow: (path) => ({ ...nodeFiles, ...rig.faults }).statNow(path),
      syncFolder: async (path) => ({ ...nodeFiles, ...rig.faults }).syncFolder(path),
    },
  }
  return rig
}

function wrapFile(file: JournalFile, rig: FaultyFiles): JournalFile {
  const now = (): Omit<JournalFile, 'stat'> => ({ ...file, ...rig.faults })
  const log = async <T>(call: string, result: Promise<T>): Promise<T> => {
    const value = await result
    rig.calls.push(call)
    return value
  }
  return {
    ...file,
    write: async (bytes) => log(`write ${bytes.length}`, now().write(bytes)),
    datasync: async () => log('datasync', now().datasync()),
    truncate: async (size) => log(`truncate ${size}`, now().truncate(size)),
    read: async (target, position) => log(`read ${target.length}`, file.read(target, position)),
    chmod: async (mode) => now().chmod(mode),
  }
}

/** An error as the system gives it. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made up by a test`), { code })
}

const bundledChild = bundleOnce(new URL('child.ts', import.meta.url))

export interface JournalChild {
  readonly process: ChildProcess
  readonly pid: number
  /** The lines on its standard output so far. */
  readonly lines: string[]
  /** Resolves with the first line from now on that matches. */
  until(pattern: RegExp): Promise<string>
  /** Resolves when it has ended and all of its lines are in. */
  readonly ended: Promise<number | null>
}

/** Starts a process that writes to a journal; `before` is what runs it, as `['strace', '-f']`. */
export async function startChild(
  mode: ChildMode,
  args: readonly (string | number)[],
  before: readonly string[] = [],
): Promise<JournalChild> {
  const command = [...before, process.execPath, await bundledChild(), mode, ...args.map(String)]
  const child = spawn(command[0] as string, command.slice(1), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (line) => lines.push(line))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return {
    process: child,
    pid: child.pid as number,
    lines,
    ended,
    until: async (pattern) =>
      new Promise((resolve, reject) => {
        reader.on('line', (line) => void (pattern.test(line) && resolve(line)))
        void ended.then((code) => reject(new Error(`it ended with ${code}: ${lines.join('\n')}`)))
      }),
  }
}

/** The id of a process that has ended. */
export async function findDeadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await new Promise((resolve) => child.on('close', resolve))
  return child.pid as number
}
