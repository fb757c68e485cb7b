import type { Clock } from '../context.ts'
import type { Notification } from '../contract/notification.ts'
import type { ReceivedRequest } from '../contract/received.ts'
import { trackExpectation } from '../receiver/expectation.ts'

export interface WaitForOptions {
  /** The `interviewId` of the session. @default any session */
  readonly session?: string
  /** In milliseconds. @default 10,000 */
  readonly withinMs?: number
}

/** What was waited for did not come. */
export class ExpectationMissedError extends Error {
  override readonly name = 'ExpectationMissedError'
  readonly code = 'EXPECTATION_MISSED'
  /** The statuses that did not come, in the session that came nearest. */
  readonly missing: readonly string[]

  constructor(missing: readonly string[], why: string) {
    super(`${missing.join(', ')} did not come ${why}`)
    this.missing = missing
  }
}

/** What a receiver got, and who waits for more of it. */
export interface Arrivals {
  readonly received: readonly ReceivedRequest[]
  readonly add: (received: ReceivedRequest) => void
  /** Lets every wait end with this error: a bug. */
  readonly fail: (error: unknown) => void
  /** Lets every wait end: nothing more comes. */
  readonly end: () => void
  readonly waitFor: (
    statuses: string | readonly string[],
    options?: WaitForOptions,
  ) => Promise<readonly Notification[]>
}

interface Wait {
  readonly add: (received: ReceivedRequest) => void
  readonly end: (why: string) => void
  readonly fail: (error: unknown) => void
}

const MAX_KEPT = 10_000
const WITHIN_MS = 10_000

/** Starts with nothing received. */
export function createArrivals(clock: Clock): Arrivals {
  const received: ReceivedRequest[] = []
  const waits = new Set<Wait>()
  return {
    received,
    add: (request) => {
      if (received.length >= MAX_KEPT) received.shift()
      received.push(request)
      for (const wait of waits) wait.add(request)
    },
    fail: (error) => {
      for (const wait of waits) wait.fail(error)
    },
    end: () => {
      for (const wait of waits) wait.end('before the receiver was closed')
    },
    waitFor: async (statuses, { session, withinMs = WITHIN_MS } = {}) => {
      const over = new AbortController()
      const names = typeof statuses === 'string' ? [statuses] : statuses
      const { wait, found } = startWait(names, session ?? null)
      waits.add(wait)
      for (const request of received) wait.add(request)
      clock.sleep(withinMs, over.signal).then(
        () => wait.end(`within ${withinMs} ms`),
        () => {},
      )
      return found.finally(() => {
        over.abort()
        waits.delete(wait)
      })
    },
  }
}

function startWait(
  statuses: readonly string[],
  interviewId: string | null,
): { wait: Wait; found: Promise<readonly Notification[]> } {
  const expectation = trackExpectation({ statuses, interviewId })
  let wait!: Wait
  const found = new Promise<readonly Notification[]>((resolve, reject) => {
    if (statuses.length === 0) resolve([])
    wait = {
      add: ({ content }) => {
        if (content.kind !== 'notification') return
        const met = expectation.add(content.notification)
        if (met !== null) resolve(met)
      },
      end: (why) => reject(new ExpectationMissedError(expectation.missing(), why)),
      fail: reject,
    }
  })
  return { wait, found }
}
