import { fieldsOf, parse } from './healthy.ts'
import { healthyBut } from './healthy-but.ts'

/** Finds its customer by externalCustomerId, and fails where there is none. */
export const needsExternalId = healthyBut(({ body }, { status }) => {
  const { externalCustomerId } = fieldsOf(parse(body))
  return status === 204 && externalCustomerId === undefined ? { status: 500 } : null
})
