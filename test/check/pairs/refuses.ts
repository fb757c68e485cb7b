import { fieldsOf, parse, type Fields, type Seen } from '../../endpoints/healthy.ts'
import { slips, type Pair, type Pairs } from './pair.ts'

/** 500 to what is to be refused, where this is true for it. */
function failsOn(isMeant: (seen: Seen) => boolean): Pair {
  return {
    start: slips(
      () =>
        (seen, { status }) =>
          status !== 204 && isMeant(seen) ? { status: 500 } : null,
    ),
    says: /500$/,
  }
}

function failsOnText(text: string): Pair {
  return failsOn(
    ({ method, body, isTooLarge }) => method === 'POST' && !isTooLarge && body.toString() === text,
  )
}

function failsOnFields(isMeant: (fields: Fields) => boolean): Pair {
  return failsOn(({ body }) => {
    const value = parse(body)
    return fieldsOf(value) === value && isMeant(fieldsOf(value))
  })
}

export const REFUSES: Pairs = {
  'REF-EMPTY': failsOnText(''),
  'REF-BROKEN-JSON': failsOn(({ body }) => body.toString().endsWith('"onboardingStatus":')),
  'REF-NULL': failsOnText('null'),
  'REF-ARRAY': failsOnText('[]'),
  'REF-NUMBER': failsOnText('42'),
  'REF-NO-ID': failsOnFields(({ interviewId }) => interviewId === undefined),
  'REF-NO-STATUS': failsOnFields(({ onboardingStatus }) => onboardingStatus === undefined),
  'REF-WRONG-TYPES': failsOnFields(
    ({ interviewId, onboardingStatus }) =>
      typeof interviewId === 'object' || Array.isArray(onboardingStatus),
  ),
  'REF-DEEP': failsOn(({ body }) => body.toString().startsWith('[[')),
  'REF-LARGE': failsOn(({ isTooLarge }) => isTooLarge),
  'REF-UTF8': failsOn(({ body }) => body.includes(Buffer.from([0xc3, 0x28]))),
  'REF-MEDIA-TYPE': failsOn(({ headers }) => /form/.test(headers['content-type'] ?? '')),
  'REF-GZIP': failsOn(({ headers }) => headers['content-encoding'] === 'gzip'),
  'REF-GET': failsOn(({ method }) => method === 'GET'),
  'REF-PUT': failsOn(({ method }) => method === 'PUT'),
}
