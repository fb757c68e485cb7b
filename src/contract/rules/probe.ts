import type { PayloadVariant } from '../notification.ts'
import type { HeaderPair } from '../received.ts'
import type { Status } from '../status.ts'

/** What a rule knows of the endpoint before anything is sent. */
export interface EndpointFacts {
  readonly isHttps: boolean
  /** True for this machine. */
  readonly isLoopback: boolean
  readonly hasToken: boolean
  readonly hasExpiredToken: boolean
  /** Names of the custom headers that may be secrets, in lower case. */
  readonly customHeaders: readonly string[]
}

/** How a request goes over the wire; all but `plain` need more than a client gives. */
export type Framing =
  | 'plain'
  /** The body in three chunks. */
  | 'chunked'
  /** The body after `100 Continue`, or after a second without it. */
  | 'expect-continue'
  | 'http-1.0'
  /** The second request on a connection that is kept. */
  | 'kept-alive'
  /** The second half of the body comes late. */
  | 'late-body'
  /** The client goes away in the middle of the body. */
  | 'abandoned'

/** The bearer token of a request: the right one, or what is wrong with it. */
export type Credentials =
  | 'right'
  | 'none'
  | 'wrong'
  | 'wrong-same-length'
  /** The right one, and two characters more. */
  | 'longer'
  | 'expired'
  | 'basic'
  /** The token as it is, under another scheme. */
  | 'other-scheme'
  | 'in-query'
  | 'lower-case-scheme'

/** Stands where a secret is to be a wrong one, so that a report may show it. */
export const WRONG_SECRET = 'hookstep-wrong-token'

export interface NotificationBody {
  readonly kind: 'notification'
  readonly status: string
  /** @default 'current' */
  readonly variant?: PayloadVariant
  /** Null leaves it out. @default one that is made up */
  readonly externalCustomerId?: string | null
  /** `free` is not 24 hex digits (vendor-facts 1.3). @default 'object-id' */
  readonly idForm?: 'object-id' | 'free'
  readonly extraFields?: Readonly<Record<string, unknown>>
}

export type ProbeBody =
  | NotificationBody
  /** Text in which `{{interviewId}}` is an id of its own. */
  | { readonly kind: 'text'; readonly text: string }
  /** The same, compressed. */
  | { readonly kind: 'gzip'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'none' }

/** One request of a probe. */
export interface ProbeRequest {
  /** What it is, for people: `ONBOARDING_FINISHED, again`. */
  readonly label: string
  /** Requests of one probe with the same number are of one session. @default 0 */
  readonly session?: number
  readonly body: ProbeBody
  /** @default 'POST' */
  readonly method?: 'POST' | 'GET' | 'PUT'
  /** They replace those of the same name. */
  readonly headers?: readonly HeaderPair[]
  /** @default 'right' */
  readonly credentials?: Credentials
  /** A custom header that is left out, or has a wrong value. */
  readonly spoiltHeader?: { readonly name: string; readonly how: 'missing' | 'wrong' }
  /** @default 'plain' */
  readonly framing?: Framing
}

/** What a rule wants to be sent, or to see of what is sent anyway. */
export type Probe =
  /** Turn after turn; the requests of one turn go at once, and those of several are plain. */
  | { readonly kind: 'turns'; readonly turns: readonly (readonly ProbeRequest[])[] }
  /** The ten statuses, which every run sends first; or one of them. */
  | { readonly kind: 'statuses'; readonly status?: Status }
  /** What came of the sign of life after every probe that may do harm. */
  | { readonly kind: 'liveness' }
  /** What a rate limiter answered, in all of the run. */
  | { readonly kind: 'pace' }
  /** The connection itself: certificate, TLS, and what plain http gets. */
  | { readonly kind: 'connection' }
  /** Nothing: the rule has no use here. */
  | { readonly kind: 'none'; readonly reason: string }

/** Requests one after the other. */
export function inOrder(...requests: readonly ProbeRequest[]): Probe {
  return { kind: 'turns', turns: requests.map((request) => [request]) }
}

/** Requests all at once. */
export function atOnce(...requests: readonly ProbeRequest[]): Probe {
  return { kind: 'turns', turns: [requests] }
}

/** A plain notification of one status. */
export function notification(status: string, session = 0): ProbeRequest {
  return { label: status, session, body: { kind: 'notification', status } }
}

/** A plain notification of ONBOARDING_FINISHED but for what is unusual about it, which the label names. */
export function finished(label: string, unusual: Partial<ProbeRequest>): ProbeRequest {
  return { ...notification('ONBOARDING_FINISHED'), label, ...unusual }
}

/** A notification of ONBOARDING_FINISHED with an unusual payload, which the label names. */
export function finishedWith(label: string, payload: Partial<NotificationBody>): ProbeRequest {
  return finished(label, {
    body: { kind: 'notification', status: 'ONBOARDING_FINISHED', ...payload },
  })
}

/** A body that is this text; `{{interviewId}}` in it stands for an id of its own. */
export function textBody(label: string, text: string): ProbeRequest {
  return { label, body: { kind: 'text', text } }
}
