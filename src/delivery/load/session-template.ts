import type { SessionIdentity } from '../../contract/delivery.ts'
import { CliError } from '../../contract/errors.ts'
import type { Flow, FlowSession } from '../../contract/flow.ts'
import { gapBeforeMs, type Pace } from '../pace.ts'

/** A flow of a mix, and how often it comes against the others. */
export interface WeightedFlow {
  readonly flow: Flow
  readonly weight: number
}

/** A session ready to be sent often: everything is rendered but its ids. Plain data, so that a thread can be given it. */
export interface SessionTemplate {
  readonly flow: string
  readonly label: string
  /** How often it comes against the other sessions of the mix. */
  readonly weight: number
  readonly notifications: readonly NotificationTemplate[]
}

export interface NotificationTemplate {
  readonly onboardingStatus: string
  /** Wait after the one before it, in milliseconds. */
  readonly gapMs: number
  /** What stands between the ids: one more than there are ids. */
  readonly texts: readonly string[]
  readonly ids: readonly ('interviewId' | 'externalCustomerId')[]
}

export interface TemplateOptions {
  readonly mix: readonly WeightedFlow[]
  readonly pace: Pace
  /** `'made-up'` gives every session its own, null leaves the field out. */
  readonly externalCustomerId: { readonly value: string | null } | 'made-up'
  /** The bytes of one notification: the fixture of `status`, rendered for `session`. */
  readonly render: (status: string, session: SessionIdentity) => Promise<Uint8Array>
}

/** Stand-ins for the ids: letters and digits, which JSON writes as they are, and no fixture holds. */
const INTERVIEW_ID = 'hookstep0interview0id0c1f6d9a27b'
const EXTERNAL_ID = 'hookstep0external0id0c1f6d9a27b'
const STAND_IN = new RegExp(`(${INTERVIEW_ID}|${EXTERNAL_ID})`)

/**
 * The sessions of a mix of flows as templates. The sessions of one flow share its weight. Throws
 * `UNKNOWN_NOT_SENT` when a flow names `UNKNOWN`, `NOTHING_TO_SEND` for a session without a status, and
 * whatever `render` throws.
 */
export async function compileTemplates(options: TemplateOptions): Promise<SessionTemplate[]> {
  const sessions = options.mix
    .filter(({ weight }) => weight > 0)
    .flatMap(({ flow, weight }) =>
      flow.sessions.map(async (session) =>
        compileSession(flow.name, session, weight / flow.sessions.length, options),
      ),
    )
  return Promise.all(sessions)
}

/** The bytes of one notification, with the ids of its session. */
export function renderBody(template: NotificationTemplate, session: SessionIdentity): Uint8Array {
  let [text] = template.texts as [string]
  for (const [index, id] of template.ids.entries()) {
    text += (session[id] ?? '') + (template.texts[index + 1] as string)
  }
  return Buffer.from(text)
}

async function compileSession(
  flow: string,
  session: FlowSession,
  weight: number,
  options: TemplateOptions,
): Promise<SessionTemplate> {
  requireSendable(flow, session)
  const externalId = options.externalCustomerId
  const identity = {
    interviewId: INTERVIEW_ID,
    externalCustomerId: externalId === 'made-up' ? EXTERNAL_ID : externalId.value,
    label: session.label,
    flow,
  }
  const notifications = session.statuses.map(async (onboardingStatus, index) => ({
    onboardingStatus,
    gapMs: gapBeforeMs(options.pace, onboardingStatus, index === 0),
    ...splitAtIds(await options.render(onboardingStatus, identity)),
  }))
  return { flow, label: session.label, weight, notifications: await Promise.all(notifications) }
}

function splitAtIds(body: Uint8Array): Pick<NotificationTemplate, 'texts' | 'ids'> {
  const pieces = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    .decode(body)
    .split(STAND_IN)
  return {
    texts: pieces.filter((_, index) => index % 2 === 0),
    ids: pieces
      .filter((_, index) => index % 2 === 1)
      .map((id) => (id === INTERVIEW_ID ? 'interviewId' : 'externalCustomerId')),
  }
}

/** A session of nothing would end at once, and the next one, and so on, with no end. */
function requireSendable(flow: string, { label, statuses }: FlowSession): void {
  if (statuses.includes('UNKNOWN')) {
    throw new CliError('UNKNOWN_NOT_SENT', `${flow}: the vendor never sends UNKNOWN`, {
      hint: 'hookstep send-sequence --include-unknown sends it all the same, once',
    })
  }
  if (statuses.length > 0) return
  throw new CliError('NOTHING_TO_SEND', `${flow}: the session ${label} has no status`, {
    hint: 'hookstep fixtures list',
  })
}
