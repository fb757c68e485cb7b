import type { RequestRecord } from '../../journal/record.ts'

const FRAMING = ['content-length', 'transfer-encoding']

/** True for a request that had no body to keep; one that was refused before its body was read announces it. */
export function cameWithoutBody({
  sizeBytes,
  rawHeaders,
}: Pick<RequestRecord, 'sizeBytes' | 'rawHeaders'>): boolean {
  const isAnnounced = rawHeaders.some(
    ([name, value]) => FRAMING.includes(name.toLowerCase()) && value.trim() !== '0',
  )
  return sizeBytes === 0 && !isAnnounced
}
