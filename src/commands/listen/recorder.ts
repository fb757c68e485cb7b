import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Context } from '../../context.ts'
import { CliError } from '../../contract/errors.ts'
import { forwardFacts } from '../../contract/forward.ts'
import type { ReceivedRequest } from '../../contract/received.ts'
import { defaultJournalPath } from '../../journal/default-path.ts'
import { openJournal, type Journal, type JournalEvent } from '../../journal/journal.ts'
import { toJournalVerdict, type JournalRecord, type RequestRecord } from '../../journal/record.ts'
import type { Recorder } from '../../receiver/recorder.ts'

export interface RecorderOptions {
  /** The file; undefined takes the default place, where every run has a file of its own. */
  readonly path?: string
  /** Names of headers whose values are secrets. */
  readonly secretHeaders: readonly string[]
  readonly onEvent: (event: JournalEvent) => void
}

/** A recorder over a journal. */
export interface OpenRecorder {
  readonly recorder: Recorder
  readonly path: string
  /** Never resolves; rejects with `JOURNAL_BROKEN`, exit 3, when nothing can be kept any more. */
  readonly broken: Promise<never>
  /** Gives the file up. One of the default place that holds nothing is taken away. */
  readonly close: () => Promise<void>
}

/** Opens the journal of a run. Throws `JOURNAL_NOT_WRITABLE` or `JOURNAL_LOCKED`, exit 3. */
export async function openRecorder(
  { path, secretHeaders, onEvent }: RecorderOptions,
  context: Context,
): Promise<OpenRecorder> {
  const { clock, env, pid, cwd } = context
  const { broken, breakOff } = createBreak()
  const journal = await openJournal({
    clock,
    pid,
    secretHeaders,
    path: path === undefined ? defaultJournalPath(env, clock.now()) : resolve(cwd, path),
    createFolder: path === undefined,
    onEvent: (event) => {
      onEvent(event)
      if (event.kind === 'trouble' && event.error.code === 'JOURNAL_BROKEN') breakOff(event.error)
    },
  })
  return {
    recorder: toRecorder(journal, context),
    path: journal.path,
    broken,
    close: async () => {
      await journal.close()
      if (path === undefined && journal.lastSeq === 0) await rm(journal.path, { force: true })
    },
  }
}

/** What the receiver tells, as the journal's records. */
function toRecorder(journal: Journal, { clock }: Context): Recorder {
  // A record that comes after its request may be lost where the request was not: the journal tells of trouble itself.
  const add = (record: JournalRecord): void => void journal.append(record).catch(() => {})
  return {
    lastSeq: journal.lastSeq,
    sessions: journal.sessions,
    keep: (request) => journal.append(toRequestRecord(request)),
    keepForward: (result) => add({ type: 'forward', at: clock.now(), ...forwardFacts(result) }),
    keepReply: (seq, httpStatus) => add({ type: 'reply', seq, at: clock.now(), httpStatus }),
  }
}

/** A request as a journal has it, secrets included: the journal hashes them. */
export function toRequestRecord(request: ReceivedRequest): RequestRecord {
  const { seq, receivedAt, method, path, httpVersion, rawHeaders, sizeBytes, body } = request
  return {
    type: 'request',
    seq,
    receivedAt,
    method,
    path,
    httpVersion,
    rawHeaders,
    sizeBytes,
    body,
    verdict: toJournalVerdict(request.content),
    answer: request.httpStatus === null ? null : { httpStatus: request.httpStatus },
  }
}

function createBreak(): { broken: Promise<never>; breakOff: (cause: Error) => void } {
  let breakOff!: (cause: Error) => void
  const broken = new Promise<never>((_, reject) => {
    breakOff = (cause) =>
      reject(
        new CliError('JOURNAL_BROKEN', `the journal cannot be kept any more: ${cause.message}`, {
          exitCode: 3,
          hint: '--journal FILE on another disk; what was acknowledged is in the file',
          cause,
        }),
      )
  })
  broken.catch(() => {})
  return { broken, breakOff }
}
