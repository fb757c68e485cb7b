import { randomBytes } from 'node:crypto'
import type { Notification } from '../contract/notification.ts'
import type { HeaderPair, ReceivedRequest, SessionTimeline } from '../contract/received.ts'
import { startReceiver as startServer } from '../receiver/receiver.ts'
import { systemClock } from '../system-clock.ts'
import { createArrivals, type WaitForOptions } from './arrivals.ts'

export interface ReceiverOptions {
  /** @default 0: a free one */
  readonly port?: number
  /** Refuses a request without `Authorization: Bearer` and this token, by RFC 6750. */
  readonly requireToken?: string
  /** Refuses a request without these headers, by name. */
  readonly requireHeaders?: Readonly<Record<string, string>>
  /** True refuses what the vendor would not send, and what it leaves open. @default false */
  readonly strict?: boolean
  /** How a good notification is answered. @default 204 */
  readonly respond?: ResponseOptions
}

export interface ResponseOptions {
  /** @default 204 */
  readonly httpStatus?: number
  /** @default none */
  readonly body?: string
  /** @default `application/json` for a body that is JSON, `text/plain` for any other */
  readonly mediaType?: string
  /** @default 0 */
  readonly delayMs?: number
}

/** A receiver on 127.0.0.1, for a test suite: the vendor's calls arrive here. */
export interface Receiver {
  readonly port: number
  /** `http://127.0.0.1:<port>`; any path takes notifications. */
  readonly url: string
  /** Every request so far, refused ones too, in order; the latest 10,000. */
  readonly received: readonly ReceivedRequest[]
  /** What came for each session, in order of arrival. */
  readonly sessions: () => SessionTimeline[]
  /**
   * Resolves with the notifications that bring these statuses, in this order, in one session; what came
   * before the call counts, and others may come in between. Rejects with `ExpectationMissedError` when
   * time is up or the receiver is closed.
   */
  readonly waitFor: (
    statuses: string | readonly string[],
    options?: WaitForOptions,
  ) => Promise<readonly Notification[]>
  /** Stops listening; requests under way get their answer. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/**
 * Starts a receiver that admits, judges and answers as `hookstep listen` does, and keeps nothing on
 * disk. Rejects with an error of code `PORT_IN_USE` or `PORT_REFUSED`.
 */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const arrivals = createArrivals(systemClock)
  const ending = new AbortController()
  const server = await startServer({
    port: options.port ?? 0,
    answer: toAnswer(options.respond ?? {}),
    requirements: {
      token: options.requireToken ?? null,
      headers: Object.entries(options.requireHeaders ?? {}) satisfies HeaderPair[],
    },
    isStrict: options.strict === true,
    // Nobody knows this path: every request is a request.
    probe: { path: `/.hookstep/${randomBytes(16).toString('hex')}`, nonce: '' },
    clock: systemClock,
    signal: ending.signal,
    onRequest: arrivals.add,
    onError: arrivals.fail,
  })
  const close = async (): Promise<void> => {
    ending.abort()
    await server.close()
    arrivals.end()
  }
  return {
    port: server.port,
    url: server.url,
    received: arrivals.received,
    sessions: () => server.sessions(),
    waitFor: arrivals.waitFor,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function toAnswer({ httpStatus = 204, body, mediaType, delayMs = 0 }: ResponseOptions) {
  return { httpStatus, body: body ?? null, mediaType: mediaType ?? null, delayMs }
}
