import { SENDABLE_STATUSES } from '../../src/contract/status.ts'
import { fieldsOf, parse } from './healthy.ts'
import { healthyBut } from './healthy-but.ts'

/** A switch over the ten statuses whose default throws. */
export const failsOnUnknownStatus = healthyBut(({ body }, { status }) => {
  const { onboardingStatus } = fieldsOf(parse(body))
  const isKnown = SENDABLE_STATUSES.some((known) => known === onboardingStatus)
  return status === 204 && !isKnown ? { status: 500 } : null
})
