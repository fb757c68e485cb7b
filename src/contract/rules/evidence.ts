import type { Verdict } from '../acknowledgement.ts'
import type { Outcome } from '../delivery.ts'
import type { HeaderPair } from '../received.ts'
import type { Credentials, EndpointFacts, Framing } from './probe.ts'

/** One HTTP exchange of a probe and the judgement on it. */
export interface CheckExchange {
  /** What was sent, for people. */
  readonly label: string
  readonly interviewId: string
  /** Null for what is no notification. */
  readonly onboardingStatus: string | null
  readonly request: CheckRequest
  readonly startedAt: Date
  readonly outcome: Outcome
  /** By the vendor's rule, whatever the rule of `check` makes of it. */
  readonly verdict: Verdict
  readonly observed: Observed
}

/** What went over the wire. */
export interface CheckRequest {
  readonly method: string
  readonly url: string
  /** Secrets included: a report redacts them. */
  readonly headers: readonly HeaderPair[]
  readonly body: Uint8Array
  readonly framing: Framing
  /** What its token is, where hookstep has one of its own. @default 'none' */
  readonly credentials?: Credentials
}

/** What only a closer look at the connection tells. */
export interface Observed {
  /** The answer began before all of the body was sent. */
  readonly isAnsweredEarly?: boolean
  /** The request went over the connection of the one before it. */
  readonly isReused?: boolean
}

/** The one way in which all notifications are rejected: what no single status can be blamed for. */
export type Habit = Pick<CheckExchange, 'outcome' | 'verdict'>

/** What a sign of life after a probe brought. */
export interface LifeSign {
  /** The rule whose probe came before. */
  readonly rule: string
  /** What was sent there. */
  readonly input: string
  readonly exchange: CheckExchange
  /** True where it was answered as notifications were before. */
  readonly isAlive: boolean
}

/** A right notification that was answered 429 Too Many Requests (RFC 6585, 4). */
export interface Limited {
  /** The rule that it was sent for, or the rule after whose probe; a status where its rule was not chosen. */
  readonly rule: string
  readonly exchange: CheckExchange
}

/** What the connection itself showed. */
export interface ConnectionFacts {
  readonly certificate: CertificateFacts | null
  /** `TLSv1.3`; null where no TLS was spoken. */
  readonly tlsVersion: string | null
  /** Why no connection, or no TLS, came about. */
  readonly failure: string | null
  /** Whether a client that knows nothing newer than TLS 1.1 gets in; null where it could not be tried. */
  readonly takesOldTls: boolean | null
  /** What plain http gets; null where it was not tried. */
  readonly plainHttp: PlainHttp | null
}

export interface CertificateFacts {
  readonly subject: string
  readonly issuer: string
  readonly validTo: Date
  /** Days until then, from the moment of the visit; below 0 for an expired one. */
  readonly daysLeft: number
  /** Why it cannot be trusted, as a code of Node.js; null where it can. */
  readonly distrust: string | null
}

export interface PlainHttp {
  readonly port: number
  /** Null where the connection was refused or closed. */
  readonly httpStatus: number | null
  readonly location: string | null
}

/** Everything that a rule is judged by. */
export interface Evidence {
  readonly facts: EndpointFacts
  readonly exchanges: readonly CheckExchange[]
  /** The ten statuses, which every run sends first: what a status gets where nothing else is unusual. */
  readonly statuses: readonly CheckExchange[]
  readonly habit: Habit | null
  readonly lifeSigns: readonly LifeSign[]
  /** In their order; empty where no rule on it is tried, so that each rule tells of its own. */
  readonly limited: readonly Limited[]
  readonly connection: ConnectionFacts | null
  readonly limits: CheckLimits
}

export interface CheckLimits {
  /** An answer later than this is called slow. The vendor names no figure; ours. */
  readonly slowMs: number
  readonly timeoutMs: number
}
