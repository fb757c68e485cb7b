import { Connection, type Reply } from './connection.ts'

/** What a load is made of. */
export interface LoadOptions {
  readonly port: number
  /** Keep-alive connections, each with one request at a time. */
  readonly connections: number
  /** Requests in a second, all connections together; left out, each asks again as soon as it is answered. */
  readonly perSecond?: number
  /** Ends after so many requests; left out, when it is told to. */
  readonly count?: number
  /** The most that it may last, whatever happens. */
  readonly maxMs: number
}

/** What came of a load: the four lists have one place for each answer. */
export interface LoadReport {
  /** Request `n` carried the interview id `load-n`. */
  readonly ids: number[]
  readonly httpStatuses: number[]
  /** Milliseconds since 1970. */
  readonly answeredAt: number[]
  /** From the time at which it was due. */
  readonly latenciesMs: number[]
  /** How many had no answer, by what came instead. */
  readonly failures: Record<string, number>
  /** Answers 503 without a Retry-After. */
  unhelpful: number
}

/** How long a connection waits when the receiver is gone: it may be on its way back. */
const RETRY_MS = 10

/** Sends notifications until there were enough of them, or `signal` aborts. */
export async function runLoad(options: LoadOptions, signal: AbortSignal): Promise<LoadReport> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(options.maxMs)])
  const tally = createTally()
  const nextTurn = createSchedule(options)
  const client = async (connection: Connection): Promise<void> => {
    for (let turn = nextTurn(); turn !== null && !over.aborted; turn = nextTurn()) {
      await sleepUntil(turn.dueAt)
      const reply = await connection.ask(notificationBytes(turn.id))
      tally.add(turn.id, reply, turn.dueAt)
      if (reply.kind === 'failure') await sleepUntil(performance.now() + RETRY_MS)
    }
    connection.close()
  }
  const connections = Array.from(
    { length: options.connections },
    () => new Connection(options.port),
  )
  await Promise.all(connections.map(client))
  return tally.report
}

interface Turn {
  readonly id: number
  readonly dueAt: number
}

/** Gives each request its number and the time at which it is due; null when there were enough. */
function createSchedule({ perSecond, count = Infinity }: LoadOptions): () => Turn | null {
  const startedAt = performance.now()
  let id = 0
  return () => {
    if (id >= count) return null
    id += 1
    const dueAt = perSecond === undefined ? performance.now() : startedAt + (id * 1000) / perSecond
    return { id, dueAt }
  }
}

function createTally() {
  const failures: Record<string, number> = {}
  const lists = { ids: [], httpStatuses: [], answeredAt: [], latenciesMs: [] }
  const report: LoadReport = { ...lists, failures, unhelpful: 0 }
  const add = (id: number, reply: Reply, dueAt: number): void => {
    if (reply.kind === 'failure') {
      failures[reply.code] = (failures[reply.code] ?? 0) + 1
      return
    }
    const now = performance.now()
    report.ids.push(id)
    report.httpStatuses.push(reply.httpStatus)
    report.answeredAt.push(Math.round(performance.timeOrigin + now))
    report.latenciesMs.push(Math.round((now - dueAt) * 100) / 100)
    if (reply.httpStatus === 503 && !reply.hasRetryAfter) report.unhelpful += 1
  }
  return { report, add }
}

async function sleepUntil(at: number): Promise<void> {
  const ms = at - performance.now()
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
}

/** A request of 200 to 400 bytes of body. */
function notificationBytes(id: number): Buffer {
  const padding = 'x'.repeat(100 + (id % 200))
  const body = `{"interviewId":"load-${id}","externalCustomerId":"customer-${id}","onboardingStatus":"EXPIRED","padding":"${padding}"}`
  const head = [
    'POST /webhook HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}
