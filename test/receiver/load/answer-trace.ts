import { readCalls, type Call } from '../../journal/trace.ts'

/** What `strace` has to be told so that `readAnswerTrace` can read what it writes. */
export const STRACE_FLAGS: readonly string[] = [
  ...['-f', '-y', '-s', '9999999', '-e'],
  'trace=read,readv,recvfrom,recvmsg,write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,fdatasync,fsync',
]

/** What a trace of a whole receiver says about the order of record, sync and answer. */
export interface AnswerTraceReading {
  /** The requests that were answered 2xx. */
  readonly acknowledged: readonly number[]
  /** Of these, the ones without a sync that began after their record was written and ended before their answer. */
  readonly early: readonly number[]
  /** Answers on connections on which there was no request left to answer. */
  readonly unasked: number
  readonly syncs: number
}

interface Answer {
  readonly id: number
  readonly httpStatus: number
  readonly startedAt: number
}

/**
 * Reads the trace of a receiver whose requests carry `load-N` once each. Every connection gives its answers in the
 * order of its requests, which is how an answer, that carries no id, is tied to its request.
 */
export function readAnswerTrace(trace: string, file: string): AnswerTraceReading {
  const calls = readCalls(trace)
  const onFile = calls.filter(({ text }) => text.includes(`/${file}>`))
  const syncs = onFile.filter(({ name }) => /^f(data)?sync$/.test(name))
  const writtenAt = recordEnds(onFile.filter(({ name }) => name.includes('write')))
  const { answers, unasked } = readAnswers(calls.filter(({ text }) => SOCKET.test(text)))
  const acknowledged = answers.filter(({ httpStatus }) => Math.floor(httpStatus / 100) === 2)
  const isCovered = ({ id, startedAt }: Answer): boolean => {
    const written = writtenAt.get(id) ?? Infinity
    return syncs.some((sync) => sync.startedAt > written && sync.endedAt < startedAt)
  }
  return {
    acknowledged: acknowledged.map(({ id }) => id),
    early: acknowledged.filter((answer) => !isCovered(answer)).map(({ id }) => id),
    unasked,
    syncs: syncs.length,
  }
}

/** With the inode: the number of a closed connection is given again. */
const SOCKET = /^\w+\((\d+<(?:socket|TCP)[^>]*>)/

function recordEnds(writes: readonly Call[]): Map<number, number> {
  const ends = new Map<number, number>()
  for (const { text, endedAt } of writes) {
    for (const [, id] of text.matchAll(/\\"interviewId\\":\\"load-(\d+)\\"/g)) {
      if (!ends.has(Number(id))) ends.set(Number(id), endedAt)
    }
  }
  return ends
}

function readAnswers(calls: readonly Call[]): { answers: Answer[]; unasked: number } {
  const asked = new Map<string, number[]>()
  const answers: Answer[] = []
  let unasked = 0
  for (const { name, text, startedAt } of inOrderOfEffect(calls)) {
    const connection = SOCKET.exec(text)?.[1] ?? ''
    const ids = asked.get(connection) ?? []
    asked.set(connection, ids)
    if (isReading(name)) {
      ids.push(...[...text.matchAll(/load-(\d+)/g)].map(([, id]) => Number(id)))
      continue
    }
    for (const [, httpStatus] of text.matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
      const id = ids.shift()
      if (id === undefined) unasked += 1
      else answers.push({ id, httpStatus: Number(httpStatus), startedAt })
    }
  }
  return { answers, unasked }
}

/** What is read is there when the call has ended; what is written may be on its way when it has begun. */
function inOrderOfEffect(calls: readonly Call[]): readonly Call[] {
  const at = ({ name, startedAt, endedAt }: Call): number => (isReading(name) ? endedAt : startedAt)
  return [...calls].sort((a, b) => at(a) - at(b))
}

function isReading(name: string): boolean {
  return /^(read|recv)/.test(name)
}
