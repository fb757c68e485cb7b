import { judgeSession } from '../../contract/judge-session.ts'
import type { SessionTimeline } from '../../contract/received.ts'
import { cutLine, indented, type Style } from '../style.ts'
import { describeFinding } from '../text/describe-finding.ts'
import { paintStatus } from '../text/received-line.ts'

/** A session has eleven statuses at most: of one that goes on and on, the latest are enough. */
const MOST_STATUSES = 12
const MOST_FINDINGS = 6

/** One session: its ids, its latest statuses in order of arrival, and what is wrong with them. */
export function sessionLines(session: SessionTimeline, style: Style): string[] {
  const { interviewId, externalCustomerId, statuses } = session
  const ids = `${style.paint.bold(style.show(interviewId))}  ${style.show(externalCustomerId ?? '')}`
  const latest = statuses.slice(-MOST_STATUSES).map((status) => paintStatus(status, style))
  const earlier =
    statuses.length > MOST_STATUSES ? [`${statuses.length - MOST_STATUSES} earlier`] : []
  const findings = judgeSession(statuses)
    .slice(-MOST_FINDINGS)
    .map((finding) =>
      style.paint.yellow(`${style.show(finding.status)} ${describeFinding(finding)}`),
    )
  return [
    cutLine(ids.trimEnd(), style),
    ...[[...earlier, ...latest].join(' → '), ...findings].flatMap((text) =>
      indented(text, 2, style).split('\n'),
    ),
  ]
}

/** Lays sessions out, and keeps what has not changed: a frame must not take longer than an eye. */
export interface SessionLayouts {
  readonly of: (session: SessionTimeline, style: Style) => readonly string[]
}

const MOST_KEPT = 400

/** Starts empty. */
export function createSessionLayouts(): SessionLayouts {
  const kept = new Map<string, readonly string[]>()
  return {
    of: (session, style) => {
      const { interviewId, statuses, externalCustomerId } = session
      const key = `${style.columns} ${statuses.length} ${externalCustomerId} ${interviewId}`
      const known = kept.get(key)
      if (known !== undefined) return known
      if (kept.size >= MOST_KEPT) kept.clear()
      const lines = sessionLines(session, style)
      kept.set(key, lines)
      return lines
    },
  }
}

/** The sessions, the latest first; `count` of them in all. */
export function sessionsPage(
  sessions: readonly SessionTimeline[],
  count: number,
  layouts: SessionLayouts,
  style: Style,
): string[] {
  if (sessions.length === 0) return [style.paint.dim('no session yet')]
  const hidden = count - sessions.length
  const more = hidden > 0 ? [style.paint.dim(`and ${hidden} before them`)] : []
  return [...sessions.toReversed().flatMap((each) => [...layouts.of(each, style), '']), ...more]
}
