import type { Clock, Random } from '../../../src/context.ts'
import type { LoadOptions } from '../../../src/delivery/load/run-load.ts'
import {
  compileTemplates,
  type SessionTemplate,
} from '../../../src/delivery/load/session-template.ts'
import { fixedToken } from '../../../src/delivery/token-source.ts'
import type { Exchange } from '../../../src/exchange/exchange.ts'
import { loadGotExchange } from '../../../src/exchange/got-exchange.ts'
import { systemClock } from '../../../src/system-clock.ts'
import type { VirtualClock } from '../../helpers/virtual-clock.ts'

/** What a test endpoint reads of a notification. */
export interface SentNotification {
  readonly interviewId: string
  readonly onboardingStatus: string
}

/** Templates of flows of one session each: statuses by the name of the flow. */
export async function templatesOf(
  flows: Readonly<Record<string, readonly string[]>>,
  { gapMs = 0, weights = {} }: { gapMs?: number; weights?: Readonly<Record<string, number>> } = {},
): Promise<SessionTemplate[]> {
  return compileTemplates({
    mix: Object.entries(flows).map(([name, statuses]) => ({
      flow: { name, description: '', sessions: [{ label: name, statuses }] },
      weight: weights[name] ?? 1,
    })),
    pace: { kind: 'fixed', gapMs },
    externalCustomerId: 'made-up',
    render: async (onboardingStatus, { interviewId, externalCustomerId }) =>
      Buffer.from(JSON.stringify({ interviewId, externalCustomerId, onboardingStatus })),
  })
}

/** Options of a run of one session at a time, but for what is given. */
export async function loadOptionsFor(
  url: string,
  more: Partial<LoadOptions> = {},
): Promise<LoadOptions> {
  return {
    version: '1.2.3',
    templates: more.templates ?? (await templatesOf({ one: ['A'] })),
    externalCustomerId: 'made-up',
    seed: 1,
    duplicate: 0,
    model: { kind: 'closed', concurrency: 1 },
    sessions: 1,
    durationMs: null,
    rampMs: 0,
    warmupMs: 0,
    retryDelaysMs: [],
    retryOrder: 'free',
    stopOnGone: false,
    exchange: more.exchange ?? (await loadGotExchange()),
    endpoint: {
      url: new URL(url),
      headers: [],
      userAgent: 'test',
      timeoutMs: 5000,
      verifyCertificate: true,
    },
    tokens: fixedToken(null),
    judge: {},
    clock: systemClock,
    random: countingRandom,
    signal: new AbortController().signal,
    assertions: [],
    ...more,
  }
}

let draws = 0

/** Bytes that differ from draw to draw at their beginning, so that no two threads have one session id. */
const countingRandom: Random = {
  bytes: (length) => {
    draws += 1
    const bytes = Buffer.alloc(Math.max(length, 4))
    bytes.writeUInt32BE(draws)
    return bytes.subarray(0, length)
  },
}

/**
 * An exchange over a line on which an answer takes so long on the virtual clock, by the moment of the
 * sending; the real exchange takes no time on it.
 */
export async function delayedExchange(
  clock: VirtualClock,
  delayMsAt: (sentMs: number) => number,
): Promise<Exchange> {
  const exchange = await loadGotExchange()
  return async (request) => {
    const sentMs = clock.monotonicMs()
    const outcome = await clock.during(async () => exchange(request))
    await clock.sleep(delayMsAt(sentMs), request.signal)
    return outcome
  }
}

/** An exchange that notes when each request was sent. */
export function noteSendings(
  exchange: Exchange,
  clock: Clock,
): { exchange: Exchange; sentMs: number[] } {
  const sentMs: number[] = []
  return {
    sentMs,
    exchange: async (request) => {
      sentMs.push(clock.monotonicMs())
      return exchange(request)
    },
  }
}
