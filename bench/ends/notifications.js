/** The flow `two-ids-government-selfie`; `notify.lua` has the same. */
const STATUSES = [
  'ID_VALIDATION_FINISHED',
  'ID_VALIDATION_FINISHED_SECOND_ID',
  'GOVERNMENT_VALIDATION_FINISHED',
  'FACE_VALIDATION_FINISHED',
  'POST_PROCESSING_FINISHED',
  'POST_PROCESSING_FINISHED_SECOND_ID',
  'ONBOARDING_FINISHED',
]

/** The bodies of as many sessions side by side as there are connections, each in its order. */
export function createBodies(run, sideBySide) {
  let sent = 0
  return () => {
    const turn = Math.floor(sent / sideBySide)
    const session = Math.floor(turn / STATUSES.length) * sideBySide + (sent % sideBySide)
    const onboardingStatus = STATUSES[turn % STATUSES.length]
    sent += 1
    const interviewId = `${run}${session.toString(16).padStart(16, '0')}`
    return JSON.stringify({
      interviewId,
      externalCustomerId: `Customer#${session}`,
      onboardingStatus,
    })
  }
}
