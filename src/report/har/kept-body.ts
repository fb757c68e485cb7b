import type { HarRedaction } from './har-headers.ts'
import { cutText, decodeLossy, decodeUtf8 } from './har-text.ts'

/** What a report keeps of a body. */
export interface KeptBody {
  /** Left out where nothing of it may be shown. */
  readonly text?: string
  readonly encoding?: 'base64'
  readonly comment?: string
}

/** A body as text, or in base64 where it is not UTF-8. `isCut` lets the last character be incomplete. */
export function keepBody(body: Uint8Array, redaction: HarRedaction, isCut = false): KeptBody {
  const text = decodeUtf8(body, isCut)
  return text === null ? keepBytes(body, redaction) : cutText(text, redaction)
}

/** Base64 would carry a secret unseen, so that bytes with one in them are shown as text. */
function keepBytes(body: Uint8Array, redaction: HarRedaction): KeptBody {
  const text = decodeLossy(body)
  const { redact, mostCharacters } = redaction
  if (redact(text) !== text) {
    const comment = 'not UTF-8: shown as text, because a secret is redacted in it'
    return { ...cutText(text, redaction), comment }
  }
  // In base64, four characters stand for three bytes.
  const most = mostCharacters === undefined ? body.length : Math.floor(mostCharacters / 4) * 3
  const kept = Buffer.from(body.subarray(0, most)).toString('base64')
  const comment = `only the first ${most} of ${body.length} bytes are kept here`
  return { text: kept, encoding: 'base64', ...(most < body.length ? { comment } : {}) }
}
