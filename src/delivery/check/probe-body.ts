import { gzipSync } from 'node:zlib'
import type { Clock, Random } from '../../context.ts'
import type { NotificationBody, ProbeBody } from '../../contract/rules/probe.ts'
import { makeInterviewId } from '../interview-id.ts'

/** The bytes of one request of a probe. */
export function probeBody(body: ProbeBody, interviewId: string, number: number): Uint8Array | null {
  if (body.kind === 'none') return null
  if (body.kind === 'bytes') return body.bytes
  if (body.kind === 'notification') {
    return new TextEncoder().encode(JSON.stringify(notificationFields(body, interviewId, number)))
  }
  const text = body.text.replace('{{interviewId}}', interviewId)
  return body.kind === 'gzip' ? gzipSync(text) : new TextEncoder().encode(text)
}

/** The fields in the order of the vendor's page, in its three forms (vendor-facts 1.1, 1.2). */
function notificationFields(body: NotificationBody, interviewId: string, number: number): object {
  const { status: onboardingStatus, variant = 'current', extraFields = {} } = body
  if (variant === 'sample') {
    const sample = { clientId: 'demo123', flowId: '641cd5b12a4fe4c4ccb2c07b' }
    return { interviewId, onboardingStatus, ...sample, ...extraFields }
  }
  const external = externalId(body, number)
  const name = variant === 'legacy' ? 'externalId' : 'externalCustomerId'
  const named = external === null ? {} : { [name]: external }
  return { interviewId, ...named, onboardingStatus, ...extraFields }
}

function externalId({ externalCustomerId }: NotificationBody, number: number): string | null {
  if (externalCustomerId !== undefined) return externalCustomerId
  return `Check#${String(number).padStart(4, '0')}`
}

const FREE_ID = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** An id of its own for a session: 24 hex digits, or 21 letters and digits (vendor-facts 1.3). */
export function probeInterviewId(body: ProbeBody, clock: Clock, random: Random): string {
  if (body.kind !== 'notification' || body.idForm !== 'free') {
    return makeInterviewId(clock.now(), random)
  }
  return [...random.bytes(21)].map((byte) => FREE_ID[byte % FREE_ID.length]).join('')
}
