import { setTimeout } from 'node:timers/promises'
import { fieldsOf, parse, send, type Fields, type Reply } from '../../endpoints/healthy.ts'
import { acceptsWith } from '../../endpoints/healthy-but.ts'
import type { Listener } from '../../endpoints/mortal-server.ts'
import { healthyButForContinue } from './healthy-but-for-continue.ts'
import { differs, slips, type Pair, type Pairs } from './pair.ts'

const ERROR: Reply = { status: 500 }

/** Another answer in place of every accepted one. */
function answersWith(reply: Reply, says: RegExp): Pair {
  return { start: slips(() => acceptsWith(reply)), says }
}

/** 500 to the notifications that this is true for. */
function rejects(isMeant: (fields: Fields) => boolean, says = /500/): Pair {
  const isRejected = (body: Buffer): boolean => isMeant(fieldsOf(parse(body)))
  return {
    start: slips(
      () =>
        ({ body }, { status }) =>
          status === 204 && isRejected(body) ? ERROR : null,
    ),
    says,
  }
}

function rejectsStatus(status: string): Pair {
  return rejects(
    ({ onboardingStatus }) => onboardingStatus === status,
    new RegExp(`^${status}: 500$`),
  )
}

const KNOWN = [
  'interviewId',
  'externalCustomerId',
  'externalId',
  'clientId',
  'flowId',
  'onboardingStatus',
]

/** Takes the first part that comes of a short body for all of it. */
function takesFirstPart(well: Listener): Listener {
  return (request, response, life) => {
    const length = Number(request.headers['content-length'] ?? 0)
    if (length === 0 || length > 1000) return well(request, response, life)
    request.once('data', (part: Buffer) => {
      if (part.length < length) return send(response, { status: 204 })
      well(request, response, life)
      // Whoever listens from now on gets this part as well.
      request.unshift(part)
    })
  }
}

export const ACKNOWLEDGES: Pairs = {
  'ACK-REACHABLE': { start: slips(() => () => 'reset'), says: /closed without an answer/ },
  'ACK-HTTP-STATUS': answersWith({ status: 201 }, /: 201$/),
  'ACK-MEDIA-TYPE': answersWith(
    { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>ok</p>' },
    /: 200 with text\/html$/,
  ),
  'ACK-NO-REDIRECT': answersWith(
    { status: 302, headers: { location: '/login' } },
    /: 302 to \/login$/,
  ),
  'ACK-IN-TIME': {
    start: slips(
      () =>
        (_, { status }) =>
          status === 204 ? 'hang' : null,
    ),
    says: /no answer in time/,
    setup: { limits: { slowMs: 1000, timeoutMs: 1000 } },
  },
  'ACK-SOON': {
    start: slips(() => async ({ body }) => {
      if (fieldsOf(parse(body)).onboardingStatus === 'MANUAL_REVIEW_APPROVED') await setTimeout(400)
      return null
    }),
    result: 'warn',
    says: /MANUAL_REVIEW_APPROVED, took \d+ ms/,
    setup: { limits: { slowMs: 350, timeoutMs: 5000 } },
  },
  'ACK-BODY-JSON': answersWith(
    { status: 200, headers: { 'content-type': 'application/json' }, body: 'ok {"success":true}' },
    /^10 of 10, the first to ONBOARDING_FINISHED$/,
  ),
  'ACK-BODY-SUCCESS': answersWith(
    { status: 200, headers: { 'content-type': 'application/json' }, body: '{"success":false}' },
    /^10 of 10, the first to ONBOARDING_FINISHED$/,
  ),
  'ACK-ID': rejectsStatus('ID_VALIDATION_FINISHED'),
  'ACK-ID-SECOND': rejectsStatus('ID_VALIDATION_FINISHED_SECOND_ID'),
  'ACK-GOVERNMENT': rejectsStatus('GOVERNMENT_VALIDATION_FINISHED'),
  'ACK-FACE': rejectsStatus('FACE_VALIDATION_FINISHED'),
  'ACK-POST': rejectsStatus('POST_PROCESSING_FINISHED'),
  'ACK-POST-SECOND': rejectsStatus('POST_PROCESSING_FINISHED_SECOND_ID'),
  'ACK-FINISHED': rejectsStatus('ONBOARDING_FINISHED'),
  'ACK-APPROVED': rejectsStatus('MANUAL_REVIEW_APPROVED'),
  'ACK-REJECTED': rejectsStatus('MANUAL_REVIEW_REJECTED'),
  'ACK-EXPIRED': rejectsStatus('EXPIRED'),
  'ACK-NO-EXTERNAL-ID': rejects(
    ({ externalCustomerId, externalId, clientId }) =>
      externalCustomerId === undefined && externalId === undefined && clientId === undefined,
  ),
  'ACK-SPECIAL-CHARACTERS': rejects(
    ({ externalCustomerId }) => /[^ -~]/.test(String(externalCustomerId)),
    /^1 of 4: naïve/,
  ),
  'ACK-FREE-ID': rejects(({ interviewId }) => !/^[0-9a-f]{24}$/.test(String(interviewId))),
  'ACK-LEGACY': rejects(({ externalId }) => externalId !== undefined),
  'ACK-SAMPLE': rejects(({ clientId }) => clientId !== undefined),
  'ACK-EXTRA-FIELD': rejects((fields) => Object.keys(fields).some((name) => !KNOWN.includes(name))),
  'ACK-FUTURE-STATUS': rejects(
    ({ onboardingStatus }) => onboardingStatus === 'DOCUMENT_SIGNING_FINISHED',
  ),
  'ACK-CHUNKED': {
    start: slips(
      () =>
        ({ headers }) =>
          headers['transfer-encoding'] === 'chunked' ? { status: 411 } : null,
    ),
    says: /411/,
  },
  'ACK-KEPT-ALIVE': {
    start: differs((well) => {
      const seen = new WeakSet()
      return (request, response, life) => {
        if (seen.has(request.socket)) request.socket.destroy()
        else well(request, response, life)
        seen.add(request.socket)
      }
    }),
    says: /closed without an answer/,
  },
  'ACK-READS-BODY': { start: differs(takesFirstPart), says: /before the body/ },
  'ACK-EXPECT': { start: healthyButForContinue, says: /417/ },
  'ACK-HTTP-1-0': {
    start: slips(
      () =>
        ({ httpVersion }) =>
          httpVersion === '1.0' ? { status: 505 } : null,
    ),
    says: /505/,
  },
}
