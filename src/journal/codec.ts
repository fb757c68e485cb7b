import {
  readDate,
  readHttpStatus,
  readInteger,
  readList,
  readNullableText,
  readNumber,
  readObject,
  readText,
  readTexts,
  readWord,
  type Fields,
} from './fields.ts'
import type { HeaderPair } from '../contract/received.ts'
import type {
  ForwardRecord,
  ForwardResult,
  JournalRecord,
  JournalVerdict,
  ReplyRecord,
  RequestRecord,
} from './record.ts'
import { recordJson } from './record-json.ts'
import { checkSeal, sealLines } from './seal.ts'

/** The longest line that is written or read: a body of 1 MiB with every byte escaped fits. */
export const MAX_LINE_BYTES = 8 * 1024 * 1024

/**
 * Why a line is not a record. `no_crc` and `bad_crc`: it is not whole. `bad_record`: it is, and
 * this version cannot read it. `torn_tail`: not whole, and the last one of its file.
 */
export type LineProblemCode = 'no_crc' | 'bad_crc' | 'bad_record' | 'too_long' | 'torn_tail'

export type DecodedLine =
  | { readonly kind: 'record'; readonly record: JournalRecord }
  | { readonly kind: 'problem'; readonly code: LineProblemCode; readonly detail: string }

/** One line of a journal, `\n` included. */
export function encodeRecord(record: JournalRecord): Buffer {
  return sealLines([recordJson(record)])
}

/** The record of one line, given without its `\n`. Never throws: a bad line is a problem. */
export function decodeRecord(line: Buffer): DecodedLine {
  const seal = checkSeal(line)
  if (seal === 'no_crc') return problem(seal, 'the line does not end with a CRC')
  if (seal === 'bad_crc') return problem(seal, 'the CRC does not fit the line')
  try {
    const fields = readObject(JSON.parse(line.toString('utf8')), 'the line')
    return { kind: 'record', record: readRecord(fields) }
  } catch (error) {
    return problem('bad_record', (error as Error).message)
  }
}

function problem(code: LineProblemCode, detail: string): DecodedLine {
  return { kind: 'problem', code, detail }
}

function readBody(fields: Fields): Uint8Array | null {
  if (fields['body'] === null) return null
  return fields['bodyBase64'] === undefined
    ? Buffer.from(readText(fields, 'body'), 'utf8')
    : Buffer.from(readText(fields, 'bodyBase64'), 'base64')
}

const READERS = { request: readRequest, forward: readForward, reply: readReply } as const

function readRecord(fields: Fields): JournalRecord {
  return READERS[readWord(fields, 'type', ['request', 'forward', 'reply'])](fields)
}

function readRequest(fields: Fields): RequestRecord {
  return {
    type: 'request',
    seq: readInteger(fields, 'seq'),
    receivedAt: readDate(fields, 'receivedAt'),
    method: readText(fields, 'method'),
    path: readText(fields, 'path'),
    httpVersion: readText(fields, 'httpVersion'),
    rawHeaders: readList(fields, 'rawHeaders').map(readHeader),
    sizeBytes: readInteger(fields, 'sizeBytes'),
    body: readBody(fields),
    verdict: readVerdict(readObject(fields['verdict'], 'verdict')),
    answer: readAnswer(fields['answer']),
    ...(fields['forward'] === undefined
      ? {}
      : { forward: readForwardResult(readObject(fields['forward'], 'forward')) }),
  }
}

function readHeader(pair: unknown): HeaderPair {
  const [name, value, more] = readTexts({ rawHeaders: pair }, 'rawHeaders')
  if (name !== undefined && value !== undefined && more === undefined) return [name, value]
  throw new TypeError('rawHeaders: expected pairs')
}

/** The verdict of a request from its fields. Throws a `TypeError`. */
export function readVerdict(fields: Fields): JournalVerdict {
  const kind = readWord(fields, 'kind', ['notification', 'refused'])
  if (kind === 'refused') {
    return { kind, code: readText(fields, 'code'), detail: readText(fields, 'detail') }
  }
  return {
    kind,
    interviewId: readText(fields, 'interviewId'),
    externalCustomerId: readNullableText(fields, 'externalCustomerId'),
    onboardingStatus: readText(fields, 'onboardingStatus'),
    warnings: readTexts(fields, 'warnings'),
  }
}

function readAnswer(value: unknown): RequestRecord['answer'] {
  return value === null
    ? null
    : { httpStatus: readInteger(readObject(value, 'answer'), 'httpStatus') }
}

function readForwardResult(fields: Fields): ForwardResult {
  return {
    httpStatus: readHttpStatus(fields, 'httpStatus'),
    verdict: readWord(fields, 'verdict', ['acknowledged', 'rejected']),
    reason: readNullableText(fields, 'reason'),
    durationMs: readNumber(fields, 'durationMs'),
  }
}

function readForward(fields: Fields): ForwardRecord {
  const [seq, at] = [readInteger(fields, 'seq'), readDate(fields, 'at')]
  return { type: 'forward', seq, at, ...readForwardResult(fields) }
}

function readReply(fields: Fields): ReplyRecord {
  const [seq, at] = [readInteger(fields, 'seq'), readDate(fields, 'at')]
  return { type: 'reply', seq, at, httpStatus: readHttpStatus(fields, 'httpStatus') }
}
