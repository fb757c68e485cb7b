import type { Status } from '../../src/contract/status.ts'

/**
 * Every legal session, made from the grammar of vendor-facts 2.3 by growing prefixes. Written without
 * the rules of `src/contract`, so that the two can disagree.
 */
export function allLegalSessions(): Set<string> {
  const legal = new Set<string>()
  for (const progress of progressPrefixes([])) {
    legal.add(progress.join())
    legal.add([...progress, 'EXPIRED'].join())
    const finished = [...progress, 'ONBOARDING_FINISHED']
    legal.add(finished.join())
    legal.add([...finished, 'MANUAL_REVIEW_APPROVED'].join())
    legal.add([...finished, 'MANUAL_REVIEW_REJECTED'].join())
  }
  return legal
}

function progressPrefixes(soFar: readonly Status[]): (readonly Status[])[] {
  return [soFar, ...nextProgress(soFar).flatMap((status) => progressPrefixes([...soFar, status]))]
}

function nextProgress(soFar: readonly Status[]): Status[] {
  const next: Status[] = []
  const can = (status: Status, isAllowed: boolean): void => {
    if (isAllowed && !soFar.includes(status)) next.push(status)
  }
  const hasId = soFar.includes('ID_VALIDATION_FINISHED')
  const hasSecondId = soFar.includes('ID_VALIDATION_FINISHED_SECOND_ID')
  can('ID_VALIDATION_FINISHED', true)
  can('ID_VALIDATION_FINISHED_SECOND_ID', hasId)
  can('GOVERNMENT_VALIDATION_FINISHED', hasId)
  can('FACE_VALIDATION_FINISHED', hasId)
  can('POST_PROCESSING_FINISHED', hasId)
  can(
    'POST_PROCESSING_FINISHED_SECOND_ID',
    hasSecondId && soFar.includes('POST_PROCESSING_FINISHED'),
  )
  return next
}
