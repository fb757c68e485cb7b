import { expect, test } from 'vitest'
import {
  isStatus,
  meaningOf,
  phaseOf,
  SENDABLE_STATUSES,
  STATUSES,
} from '../../src/contract/status.ts'

test('the eleven statuses stand in the order of the vendor page', () => {
  expect(STATUSES).toEqual([
    'UNKNOWN',
    'ID_VALIDATION_FINISHED',
    'ID_VALIDATION_FINISHED_SECOND_ID',
    'GOVERNMENT_VALIDATION_FINISHED',
    'FACE_VALIDATION_FINISHED',
    'POST_PROCESSING_FINISHED',
    'POST_PROCESSING_FINISHED_SECOND_ID',
    'ONBOARDING_FINISHED',
    'MANUAL_REVIEW_APPROVED',
    'MANUAL_REVIEW_REJECTED',
    'EXPIRED',
  ])
})

test('every status but UNKNOWN is sendable', () => {
  expect(SENDABLE_STATUSES).toEqual(STATUSES.slice(1))
  expect(phaseOf('UNKNOWN')).toBe('never-sent')
})

test('a status name counts in its exact spelling only', () => {
  expect(isStatus('EXPIRED')).toBe(true)
  for (const name of ['expired', 'ONBOADING_FINISHED', '', 'toString', '__proto__']) {
    expect(isStatus(name)).toBe(false)
  }
})

test('every status has a meaning of one sentence', () => {
  for (const status of STATUSES) expect(meaningOf(status)).toMatch(/^[A-Z].{15,90}[^.]$/)
})
