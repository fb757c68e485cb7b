import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LEGAL_SEQUENCES } from '../../src/contract/flow.ts'
import { isLegalSession, judgeArrival, judgeSession } from '../../src/contract/judge-session.ts'
import { SESSION_RULES, sessionRule } from '../../src/contract/session-rules.ts'
import { STATUSES } from '../../src/contract/status.ts'
import { allLegalSessions } from './legal-sequences.ts'

const ID = 'ID_VALIDATION_FINISHED'
const GOV = 'GOVERNMENT_VALIDATION_FINISHED'
const FACE = 'FACE_VALIDATION_FINISHED'
const POST = 'POST_PROCESSING_FINISHED'
const POST2 = 'POST_PROCESSING_FINISHED_SECOND_ID'
const FIN = 'ONBOARDING_FINISHED'
const APP = 'MANUAL_REVIEW_APPROVED'
const REJ = 'MANUAL_REVIEW_REJECTED'

const legal = allLegalSessions()
const legalSession = fc.constantFrom(...legal).map((key) => (key === '' ? [] : key.split(',')))

test.each([
  { statuses: [], flags: [] },
  { statuses: [ID, GOV, FACE, POST, FIN, APP], flags: [] },
  { statuses: ['UNKNOWN'], flags: ['never-sent R1'] },
  { statuses: [GOV], flags: ['missing R2 ID_VALIDATION_FINISHED'] },
  { statuses: [FACE, ID], flags: ['out-of-order R3 ID_VALIDATION_FINISHED'] },
  { statuses: [ID, FACE, GOV], flags: ['unusual-order R4 FACE_VALIDATION_FINISHED'] },
  { statuses: [ID, FIN, POST], flags: ['out-of-order R5 ONBOARDING_FINISHED'] },
  { statuses: [ID, REJ], flags: ['missing R6 ONBOARDING_FINISHED'] },
  { statuses: [FIN, APP, REJ], flags: ['after-end R7 MANUAL_REVIEW_APPROVED'] },
  { statuses: [FIN, 'EXPIRED'], flags: ['after-end R8 ONBOARDING_FINISHED'] },
  { statuses: [FIN, APP, 'EXPIRED'], flags: ['after-end R9 MANUAL_REVIEW_APPROVED'] },
  { statuses: ['EXPIRED', FIN], flags: ['after-end R9 EXPIRED'] },
  {
    statuses: [ID, POST2, POST],
    flags: [
      'out-of-order R10 POST_PROCESSING_FINISHED',
      'missing R11 ID_VALIDATION_FINISHED_SECOND_ID',
    ],
  },
  { statuses: [POST], flags: ['missing R11 ID_VALIDATION_FINISHED'] },
  { statuses: [ID, FIN, FIN], flags: ['repeated R12'] },
  { statuses: ['expired'], flags: ['unknown-status'] },
])('a session of $statuses is flagged $flags', ({ statuses, flags }) => {
  const found = judgeSession(statuses).map(({ flag, rule, other }) =>
    [flag, rule, other].filter(Boolean).join(' '),
  )
  expect(found).toEqual(flags)
})

test('a finding names the status and its place', () => {
  expect(judgeSession([ID, ID])).toMatchObject([{ status: ID, index: 1, strength: 'inferred' }])
})

test('an arrival knows only what came before it', () => {
  expect(judgeArrival([], FACE)).toMatchObject([{ flag: 'out-of-order', index: 0 }])
})

test('every rule has an entry under its own number, and a strength', () => {
  expect(SESSION_RULES).toHaveLength(12)
  for (const rule of SESSION_RULES) expect(sessionRule(rule.id)).toBe(rule)
})

test('every named sequence and its other orders are legal', () => {
  for (const { order, alsoLegal } of LEGAL_SEQUENCES) {
    for (const statuses of [order, ...alsoLegal]) {
      expect(legal).toContain(statuses.join())
      expect(isLegalSession(statuses)).toBe(true)
    }
    expect(judgeSession(order)).toEqual([])
  }
})

test('every legal session of the grammar is accepted', () => {
  expect(legal.size).toBe(620)
  for (const key of legal) {
    const statuses = key === '' ? [] : key.split(',')
    expect({ statuses, isLegal: isLegalSession(statuses) }).toEqual({ statuses, isLegal: true })
  }
})

test('any list of statuses is accepted exactly when the grammar makes it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...STATUSES), { maxLength: 9 }), (statuses) => {
      expect(isLegalSession(statuses)).toBe(legal.has(statuses.join()))
    }),
    { numRuns: 3000 },
  )
})

test('a swap of two statuses is flagged unless the grammar makes that order too', () => {
  fc.assert(
    fc.property(legalSession, fc.nat(), fc.nat(), (statuses, a, b) => {
      fc.pre(statuses.length > 0)
      const [i, j] = [a % statuses.length, b % statuses.length]
      const mutated = statuses.with(i, statuses[j] ?? '').with(j, statuses[i] ?? '')
      expect(isLegalSession(mutated)).toBe(legal.has(mutated.join()))
    }),
  )
})

test('a prerequisite that is dropped is flagged as missing', () => {
  fc.assert(
    fc.property(legalSession, (statuses) => {
      for (const [index, dropped] of statuses.entries()) {
        const rest = statuses.toSpliced(index, 1)
        const missing = judgeSession(rest).filter(({ flag }) => flag === 'missing')
        expect(missing.length > 0).toBe(!legal.has(rest.join()))
        for (const finding of missing) expect(finding.other).toBe(dropped)
      }
    }),
  )
})

test('a repeat anywhere is flagged as repeated', () => {
  fc.assert(
    fc.property(legalSession, fc.nat(), fc.nat(), (statuses, from, to) => {
      fc.pre(statuses.length > 0)
      const again = statuses[from % statuses.length] as string
      const mutated = statuses.toSpliced(to % (statuses.length + 1), 0, again)
      expect(judgeSession(mutated).map(({ flag }) => flag)).toContain('repeated')
    }),
  )
})

test('any status appended after the end is flagged', () => {
  fc.assert(
    fc.property(legalSession, fc.constantFrom(...STATUSES), (statuses, status) => {
      const end = statuses.at(-1) ?? ''
      fc.pre(end === 'EXPIRED' || end.startsWith('MANUAL_REVIEW'))
      expect(isLegalSession([...statuses, status])).toBe(false)
    }),
  )
})
