import { fieldsOf, parse } from './healthy.ts'
import { healthyBut } from './healthy-but.ts'

/** Has a handler for ONBOARDING_FINISHED alone; to call the one that is not there ends the process. */
export const diesOnOtherStatuses = healthyBut(({ body }, { status }) => {
  const { onboardingStatus } = fieldsOf(parse(body))
  return status === 204 && onboardingStatus !== 'ONBOARDING_FINISHED' ? 'die' : null
})
