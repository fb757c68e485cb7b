import type { SessionFinding, SessionFlag } from '../../contract/judge-session.ts'

const WORDS: Readonly<Record<SessionFlag, (finding: SessionFinding) => string>> = {
  repeated: () => 'repeated: this session has sent it before',
  'out-of-order': ({ rule, other }) =>
    rule === 'R5'
      ? `out of order: ${other} had already come`
      : `out of order: ${other} has not come yet`,
  missing: ({ other }) => `missing: ${other} never came`,
  'unusual-order': ({ other }) => `unusual order: usually before ${other}`,
  'after-end': ({ other }) => `after the end: ${other} had already come`,
  'never-sent': () => 'the vendor never sends this status',
  'unknown-status': () => 'unknown status: not one of the vendor’s eleven',
  conflict: () => 'conflict: an earlier notification of this session says something else',
}

/** One remark on the place of a status in its session, in words, with its rule and how sure it is. */
export function describeFinding(finding: SessionFinding): string {
  const { flag, rule, strength } = finding
  const why = rule === null ? '' : ` (${rule}, ${strength})`
  return WORDS[flag](finding) + why
}
