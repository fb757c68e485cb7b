import { judgeSession } from '../../contract/judge-session.ts'
import type { SessionTimeline } from '../../contract/received.ts'
import { indented, type Style } from '../style.ts'
import { describeFinding } from './describe-finding.ts'
import { count } from './units.ts'

const SHOWN_SESSIONS = 20

/**
 * What came in, session by session: its ids, its statuses in order of arrival, and what is wrong with
 * them. Of more than `most` sessions the latest ones.
 */
export function renderTimelines(
  sessions: readonly SessionTimeline[],
  style: Style,
  most = SHOWN_SESSIONS,
): string {
  const hidden = sessions.length - most
  const shown = sessions.slice(-most).map((session) => renderTimeline(session, style))
  const more = hidden > 0 ? [`${count(hidden, 'earlier session')} not shown`] : []
  return [...more, ...shown].map((block) => `${block}\n`).join('')
}

function renderTimeline(session: SessionTimeline, style: Style): string {
  const ids = [session.interviewId, session.externalCustomerId ?? 'no external id'].map(style.show)
  const statuses = session.statuses.map(style.show).join(' → ')
  const findings = judgeSession(session.statuses).map(
    (finding) => `${style.show(finding.status)} ${describeFinding(finding)}`,
  )
  return [
    indented(style.paint.bold(ids.join('  ')), 0, style),
    indented(statuses, 2, style),
    ...findings.map((finding) => indented(style.paint.yellow(finding), 2, style)),
  ].join('\n')
}
