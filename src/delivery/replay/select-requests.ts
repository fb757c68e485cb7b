import { CliError } from '../../contract/errors.ts'
import { MOST_NOTIFICATIONS } from '../most-notifications.ts'
import { identityOf, type RecordedIdentity, type RecordedRequest } from './recorded-request.ts'

/** Which of the recorded requests are replayed. An empty list leaves none out. */
export interface ReplayChoice {
  readonly statuses: readonly string[]
  readonly interviewIds: readonly string[]
  /** Sequence numbers, from the first to the last. */
  readonly seqs: readonly (readonly [first: number, last: number])[]
  /** True takes also what was refused when it was recorded. */
  readonly includesRefused: boolean
}

/** A request that is replayed; its identity is null where its body is no notification. */
export type SelectedRequest = RecordedRequest & {
  readonly body: Uint8Array
  readonly identity: RecordedIdentity | null
}

/** What was chosen from a journal, and how much of it is not sent. */
export interface ReplaySelection {
  /** In the recorded order. */
  readonly requests: readonly SelectedRequest[]
  /** How many requests the journal holds. */
  readonly recorded: number
  /** Chosen ones that were refused, and not asked for. */
  readonly refused: number
  /** Chosen ones whose bodies were not kept. */
  readonly bodiless: number
  /** Chosen ones that were no POST. */
  readonly otherMethods: number
}

/** Takes the requests of a journal one by one, in its order. */
export interface RequestSelector {
  /** Throws `REPLAY_TOO_LARGE` for one too many. */
  readonly add: (request: RecordedRequest) => void
  readonly finish: () => ReplaySelection
}

/** How much of a journal one run holds. */
export interface ReplayBounds {
  readonly notifications: number
  readonly bodyBytes: number
}

const BOUNDS: ReplayBounds = { notifications: MOST_NOTIFICATIONS, bodyBytes: 256 * 1024 * 1024 }

/** Starts with nothing; keeps what is chosen, within bounds. */
export function createRequestSelector(
  choice: ReplayChoice,
  bounds: ReplayBounds = BOUNDS,
): RequestSelector {
  const requests: SelectedRequest[] = []
  const counts = { recorded: 0, refused: 0, bodiless: 0, otherMethods: 0 }
  let bodyBytes = 0
  return {
    add: (request) => {
      counts.recorded += 1
      const identity = identityOf(request)
      if (!isChosen(request, identity, choice)) return
      const obstacle = obstacleOf(request, choice)
      if (obstacle !== null) {
        counts[obstacle] += 1
        return
      }
      const body = request.body as Uint8Array
      bodyBytes += body.length
      requests.push({ ...request, body, identity })
      if (requests.length > bounds.notifications || bodyBytes > bounds.bodyBytes) {
        throw tooLarge(bounds)
      }
    },
    finish: () => ({ requests, ...counts }),
  }
}

function isChosen(
  { seq }: RecordedRequest,
  identity: RecordedIdentity | null,
  { statuses, interviewIds, seqs }: ReplayChoice,
): boolean {
  return (
    (seqs.length === 0 || seqs.some(([first, last]) => seq >= first && seq <= last)) &&
    isOneOf(interviewIds, identity?.interviewId) &&
    isOneOf(statuses, identity?.onboardingStatus)
  )
}

function isOneOf(wanted: readonly string[], value: string | undefined): boolean {
  return wanted.length === 0 || (value !== undefined && wanted.includes(value))
}

/** Why a request is not sent though it was chosen; null where it is. */
function obstacleOf(
  { verdict, method, body }: RecordedRequest,
  { includesRefused }: ReplayChoice,
): 'refused' | 'otherMethods' | 'bodiless' | null {
  if (verdict.kind === 'refused' && !includesRefused) return 'refused'
  if (method !== 'POST') return 'otherMethods'
  return body === null ? 'bodiless' : null
}

function tooLarge({ notifications, bodyBytes }: ReplayBounds): CliError {
  const most = `${notifications} notifications, or ${bodyBytes / (1024 * 1024)} MiB of bodies`
  return new CliError('REPLAY_TOO_LARGE', `one replay takes ${most}; the journal has more`, {
    hint: '--seq 1-10000, --session ID or --only STATUS',
  })
}
