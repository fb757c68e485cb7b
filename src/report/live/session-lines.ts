import { judgeSession } from '../../contract/judge-session.ts'
import type { SessionTimeline } from '../../contract/received.ts'
import { cutLine, indented, type Style } from '../style.ts'
import { paintStatus } from '../text/received-line.ts'
import { describeFinding } from '../text/describe-finding.ts'

/** One session: its ids, its statuses in order of arrival, and what is wrong with them. */
export function sessionLines(session: SessionTimeline, style: Style): string[] {
  const { interviewId, externalCustomerId, statuses } = session
  const ids = `${style.paint.bold(style.show(interviewId))}  ${style.show(externalCustomerId ?? '')}`
  const arrows = statuses.map((status) => paintStatus(status, style)).join(' → ')
  const findings = judgeSession(statuses).map((finding) =>
    style.paint.yellow(`${style.show(finding.status)} ${describeFinding(finding)}`),
  )
  return [
    cutLine(ids.trimEnd(), style),
    ...[arrows, ...findings].flatMap((text) => indented(text, 2, style).split('\n')),
  ]
}

/** All sessions, the latest first. */
export function sessionsPage(sessions: readonly SessionTimeline[], style: Style): string[] {
  if (sessions.length === 0) return [style.paint.dim('no session yet')]
  return sessions.toReversed().flatMap((session) => [...sessionLines(session, style), ''])
}
