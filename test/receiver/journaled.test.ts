import diagnostics from 'node:diagnostics_channel'
import { statSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openRecorder, type OpenRecorder } from '../../src/commands/listen/recorder.ts'
import type { JournalRecord } from '../../src/journal/record.ts'
import type { ReceiverOptions } from '../../src/receiver/receiver.ts'
import { systemClock } from '../../src/system-clock.ts'
import { createTestContext } from '../helpers/test-context.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { readAll } from '../journal/rig.ts'
import {
  expectStillGood,
  GOOD,
  JSON_TYPE,
  request,
  startRawReceiver,
  talk,
} from './raw-receiver.ts'

const CHUNKED = ['Transfer-Encoding: chunked', JSON_TYPE]

async function startJournaled(more: Partial<ReceiverOptions> = {}) {
  const path = join(makeTempDir(), 'j.ndjson')
  const { context } = createTestContext()
  const open: OpenRecorder = await openRecorder(
    { path, secretHeaders: [], onEvent: () => {} },
    context,
  )
  onTestFinished(() => open.close())
  const raw = await startRawReceiver({ recorder: open.recorder, ...more })
  const records = async (): Promise<JournalRecord[]> =>
    (await readAll(path)).flatMap((entry) => (entry.kind === 'record' ? [entry.record] : []))
  return { ...raw, path, open, records }
}

test.each([
  [
    'R1: CL and TE both, with a smuggled request',
    request(
      { headers: [...CHUNKED, 'Content-Length: 6'] },
      '0\r\n\r\nGET /x HTTP/1.1\r\nHost: x\r\n\r\n',
    ),
  ],
  [
    'R11: a chunk size in hexadecimal notation',
    request({ headers: CHUNKED }, '0x2\r\n{}\r\n0\r\n\r\n'),
  ],
  ['R11: a negative chunk size', request({ headers: CHUNKED }, '-1\r\n{}\r\n0\r\n\r\n')],
  ['R11: chunks with LF only', request({ headers: CHUNKED }, '2\n{}\n0\n\n')],
  ['R11: a chunk size of 5\\r\\r;', request({ headers: CHUNKED }, '5\r\r;ABCD\r\n0\r\n\r\n')],
])('%s: the journal is unchanged', async (_, bytes) => {
  const started = await startJournaled()
  const { statuses } = await talk(started.port, bytes)
  expect(statuses).toEqual([400])
  expect(await started.next()).toMatchObject({ httpStatus: 400 })
  await expectUnchanged(started)
})

test.each(['FIN', 'RST'])(
  'R15: %s in the middle of the body leaves the journal unchanged',
  async (how) => {
    const started = await startJournaled()
    const connection = nextConnection()
    const bytes = request({ headers: [JSON_TYPE, 'Content-Length: 500'] })
    await talk(started.port, bytes, (socket) => {
      if (how === 'FIN') socket.end()
      else void arrivedAt(connection, bytes.length).then(() => socket.resetAndDestroy())
    })
    expect(await started.next()).toMatchObject({
      httpStatus: null,
      sizeBytes: GOOD.length,
      content: { kind: 'refused', code: 'aborted' },
    })
    await expectUnchanged(started)
  },
)

/** J+0: nothing is in the journal, and the next good request is the only one that it gets. */
async function expectUnchanged(started: Awaited<ReturnType<typeof startJournaled>>): Promise<void> {
  expect(statSync(started.path).size).toBe(0)
  await expectStillGood(started)
  expect(await started.records()).toMatchObject([{ type: 'request', answer: { httpStatus: 204 } }])
}

/** Resolves when the receiver has read this many bytes of a connection. */
async function arrivedAt(connection: Promise<Socket>, byteCount: number): Promise<void> {
  const socket = await connection
  while (socket.bytesRead < byteCount) await new Promise((resolve) => setImmediate(resolve))
}

/** The receiver's end of the next connection. */
async function nextConnection(): Promise<Socket> {
  return new Promise((resolve) => {
    const take = (message: unknown): void => {
      diagnostics.unsubscribe('net.server.socket', take)
      resolve((message as { socket: Socket }).socket)
    }
    diagnostics.subscribe('net.server.socket', take)
  })
}

test('R15: a sender that is gone after the whole body is journaled, its answer as not delivered', async () => {
  const connection = nextConnection()
  let leave = (): void => {}
  const clock = {
    ...systemClock,
    // The sender leaves before the answer, which waits until the receiver has noticed.
    sleep: async () => {
      leave()
      const end = await connection
      await new Promise((resolve) => end.once('close', resolve))
    },
  }
  const answer = { httpStatus: 204, body: null, mediaType: null, delayMs: 1 }
  const { port, next, records, open } = await startJournaled({ clock, answer })
  await talk(port, request({ headers: [JSON_TYPE] }), (socket) => {
    leave = () => socket.resetAndDestroy()
  })
  expect((await next()).httpStatus).toBeNull()
  await open.close()
  expect(await records()).toMatchObject([
    { type: 'request', seq: 1, answer: { httpStatus: 204 } },
    { type: 'reply', seq: 1, httpStatus: null },
  ])
})

test('what is refused by our own rules is journaled with its verdict', async () => {
  const { port, next, records } = await startJournaled()
  await talk(port, request({ line: 'GET /x HTTP/1.1' }, ''))
  await talk(port, request({ headers: ['Content-Type: text/plain'] }))
  await talk(port, request({ headers: [JSON_TYPE] }, '[]'))
  for (let count = 0; count < 3; count += 1) await next()
  expect(await records()).toMatchObject([
    { seq: 1, method: 'GET', verdict: { code: 'method_not_allowed' }, answer: { httpStatus: 405 } },
    { seq: 2, verdict: { code: 'wrong_media_type' }, answer: { httpStatus: 415 }, body: null },
    { seq: 3, verdict: { code: 'not_object' }, answer: { httpStatus: 422 } },
  ])
})

test('R13, B9: names and texts that trip others up are one line each, with their bytes', async () => {
  const { port, next, records } = await startJournaled()
  const keys = Array.from({ length: 100_000 }, (_, index) => `"${index}":0`).join(',')
  const bodies = [
    GOOD.replace('"c"', '"\\ud800"'),
    GOOD.replace('"c"', '"\\u0000\u2028"'),
    GOOD.replace('{', `{${keys},`),
  ]
  for (const body of bodies) {
    const headers = [JSON_TYPE, '__proto__: a', 'constructor: b', 'hasOwnProperty: c']
    expect((await talk(port, request({ headers }, body))).statuses).toEqual([204])
    await next()
  }
  const kept = await records()
  expect(kept.map((each) => each.type === 'request' && each.body?.toString())).toEqual(bodies)
  expect(kept[0]).toMatchObject({
    rawHeaders: expect.arrayContaining([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['hasOwnProperty', 'c'],
    ]) as unknown,
  })
})

test('B8: numbers are kept as the bytes that they came in', async () => {
  const { port, next, records } = await startJournaled()
  const body = GOOD.replace('}', ',"n":[12345678901234567890,1.0,1e2,-0]}')
  expect((await talk(port, request({ headers: [JSON_TYPE] }, body))).statuses).toEqual([204])
  await next()
  expect(await records()).toMatchObject([{ body: Buffer.from(body) }])
})

test.each([
  ['no ids', '{}', '/interviewId: missing; /onboardingStatus: missing'],
  [
    'wrong types',
    '{"interviewId":7,"onboardingStatus":null}',
    '/interviewId: expected a string; /onboardingStatus: expected a string',
  ],
  [
    'an id of 10 KB',
    GOOD.replace('i1', 'i'.repeat(10_000)),
    '/interviewId: expected at most 1024 characters',
  ],
])('B12: %s: the sender hears the code alone, the journal has the pointers', async (...row) => {
  const [, body, detail] = row
  const started = await startJournaled()
  const reply = await talk(started.port, request({ headers: [JSON_TYPE] }, body))
  expect(reply).toMatchObject({ statuses: [422], body: '{"error":"bad_field"}' })
  await started.next()
  expect(await started.records()).toMatchObject([
    { verdict: { kind: 'refused', code: 'bad_field', detail }, answer: { httpStatus: 422 } },
  ])
  await expectStillGood(started)
})

test('pipelined requests are numbered and kept in the order in which they came', async () => {
  const { port, records } = await startJournaled()
  const one = (id: string, connection: string): Buffer =>
    request({ headers: [JSON_TYPE, `Connection: ${connection}`] }, GOOD.replace('i1', id))
  const packet = Buffer.concat([one('a', 'keep-alive'), one('b', 'keep-alive'), one('c', 'close')])
  expect((await talk(port, packet)).statuses).toEqual([204, 204, 204])
  const ids = (await records()).map(
    (each) =>
      each.type === 'request' &&
      each.verdict.kind === 'notification' &&
      `${each.seq} ${each.verdict.interviewId}`,
  )
  expect(ids).toEqual(['1 a', '2 b', '3 c'])
})
