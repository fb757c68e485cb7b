import { once } from 'node:events'
import net from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { ReceivedRequest } from '../../src/contract/received.ts'
import { startReceiver, type Receiver, type ReceiverOptions } from '../../src/receiver/receiver.ts'
import { createTestContext } from '../helpers/test-context.ts'

const GOOD =
  '{"interviewId":"i1","externalCustomerId":"c","onboardingStatus":"ID_VALIDATION_FINISHED"}'
const JSON_TYPE = { 'content-type': 'application/json' }

interface Started {
  readonly receiver: Receiver
  readonly received: ReceivedRequest[]
  readonly next: () => Promise<ReceivedRequest>
  readonly abort: (by?: 'SIGINT' | 'SIGTERM') => void
}

async function start(more: Partial<ReceiverOptions['answer']> = {}): Promise<Started> {
  const { context, interrupt } = createTestContext()
  const received: ReceivedRequest[] = []
  let wake = (): void => {}
  const receiver = await startReceiver({
    port: 0,
    answer: { httpStatus: 204, body: null, mediaType: null, delayMs: 0, ...more },
    probe: { path: '/.hookstep/p', nonce: 'nonce' },
    clock: context.clock,
    signal: context.signal,
    onError: (error) => {
      throw error
    },
    onRequest: (request) => {
      received.push(request)
      wake()
    },
  })
  onTestFinished(() => receiver.close())
  const next = async (): Promise<ReceivedRequest> => {
    while (received.length === 0) await new Promise<void>((resolve) => (wake = resolve))
    return received.shift() as ReceivedRequest
  }
  return { receiver, received, next, abort: interrupt }
}

async function post(
  receiver: Receiver,
  body: string | Buffer,
  headers: Record<string, string> = JSON_TYPE,
  path = '/',
) {
  const response = await fetch(receiver.url + path, { method: 'POST', body, headers })
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    text: await response.text(),
  }
}

/** Sends raw bytes and gives all that comes back until the receiver closes. */
async function raw(port: number, request: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  socket.end(request)
  let text = ''
  socket.on('data', (chunk) => (text += String(chunk)))
  await once(socket, 'close')
  return text
}

async function expectStillGood(receiver: Receiver): Promise<void> {
  expect(await post(receiver, GOOD)).toMatchObject({ status: 204 })
}

test('a good notification is answered 204 and told with its facts', async () => {
  const { receiver, next } = await start()
  expect(
    await post(receiver, GOOD, { ...JSON_TYPE, authorization: 'Bearer t' }, '/webhook?x=1'),
  ).toEqual({ status: 204, type: null, text: '' })
  expect(await next()).toMatchObject({
    seq: 1,
    method: 'POST',
    path: '/webhook?x=1',
    sizeBytes: GOOD.length,
    hasBearer: true,
    httpStatus: 204,
    content: {
      kind: 'notification',
      notification: { interviewId: 'i1', externalCustomerId: 'c' },
      findings: [],
      warnings: [],
    },
  })
})

test.each([
  ['empty', '', JSON_TYPE, 400, 'empty_body'],
  ['broken JSON', '{"a":1,}', JSON_TYPE, 400, 'bad_json'],
  ['bad UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), JSON_TYPE, 400, 'bad_utf8'],
  ['deep nesting', '['.repeat(5000) + ']'.repeat(5000), JSON_TYPE, 400, 'too_deep'],
  ['null', 'null', JSON_TYPE, 422, 'not_object'],
  ['a list', '[]', JSON_TYPE, 422, 'not_object'],
  ['no interviewId', '{"onboardingStatus":"EXPIRED"}', JSON_TYPE, 422, 'bad_field'],
  ['no onboardingStatus', '{"interviewId":"i"}', JSON_TYPE, 422, 'bad_field'],
  ['a text', GOOD, { 'content-type': 'text/plain' }, 415, 'wrong_media_type'],
  [
    'a form',
    'a=b',
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'wrong_media_type',
  ],
  ['a gzip body', GOOD, { ...JSON_TYPE, 'content-encoding': 'gzip' }, 415, 'encoded_body'],
  ['1 MiB and a byte', Buffer.alloc(1024 * 1024 + 1, ' '), JSON_TYPE, 413, 'body_too_large'],
])('%s is refused, shown, and not fatal', async (_, body, headers, status, code) => {
  const { receiver, next } = await start()
  expect(await post(receiver, body, headers)).toEqual({
    status,
    type: 'application/json',
    text: JSON.stringify({ error: code }),
  })
  expect(await next()).toMatchObject({ httpStatus: status, content: { kind: 'refused', code } })
  await expectStillGood(receiver)
})

test('a body of exactly 1 MiB is read', async () => {
  const { receiver } = await start()
  expect(await post(receiver, GOOD + ' '.repeat(1024 * 1024 - GOOD.length))).toMatchObject({
    status: 204,
  })
})

test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('%s is answered 405 with Allow', async (method) => {
  const { receiver, next } = await start()
  const response = await fetch(receiver.url, { method })
  expect({ status: response.status, allow: response.headers.get('allow') }).toEqual({
    status: 405,
    allow: 'POST',
  })
  expect(await next()).toMatchObject({ method, content: { code: 'method_not_allowed' } })
  await expectStillGood(receiver)
})

test('two Content-Type headers are refused, though Node shows only the first', async () => {
  const { receiver, next } = await start()
  const request = `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`
  expect(await raw(receiver.port, request)).toContain('HTTP/1.1 415')
  expect(await next()).toMatchObject({ content: { code: 'two_media_types' } })
})

test('a missing Content-Type is accepted with a warning', async () => {
  const { receiver, next } = await start()
  const request = `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${GOOD.length}\r\nConnection: close\r\n\r\n${GOOD}`
  expect(await raw(receiver.port, request)).toContain('HTTP/1.1 204')
  expect(await next()).toMatchObject({
    content: { kind: 'notification', warnings: ['no_content_type'] },
  })
})

test('a sender that leaves in the middle is told, and not fatal', async () => {
  const { receiver, next } = await start()
  const socket = net.connect(receiver.port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    () => socket.resetAndDestroy(),
  )
  expect(await next()).toMatchObject({
    httpStatus: null,
    content: { kind: 'refused', code: 'aborted' },
  })
  await expectStillGood(receiver)
})

test('every session keeps its own timeline, with repeated and out-of-order marked', async () => {
  const { receiver, next } = await start()
  const flags: string[][] = []
  for (const [interviewId, onboardingStatus] of [
    ['a', 'ID_VALIDATION_FINISHED'],
    ['b', 'FACE_VALIDATION_FINISHED'],
    ['a', 'ID_VALIDATION_FINISHED'],
    ['a', 'NEW_ONE'],
  ]) {
    await post(receiver, JSON.stringify({ interviewId, onboardingStatus }))
    const { content } = await next()
    flags.push(content.kind === 'notification' ? content.findings.map(({ flag }) => flag) : [])
  }
  expect(flags).toEqual([[], ['out-of-order'], ['repeated'], ['unknown-status']])
  expect(receiver.sessions()).toEqual([
    {
      interviewId: 'a',
      externalCustomerId: null,
      statuses: ['ID_VALIDATION_FINISHED', 'ID_VALIDATION_FINISHED', 'NEW_ONE'],
    },
    { interviewId: 'b', externalCustomerId: null, statuses: ['FACE_VALIDATION_FINISHED'] },
  ])
})

test.each([
  [{ httpStatus: 500 }, { status: 500, type: null, text: '' }],
  [
    { httpStatus: 200, body: '{"success":true}' },
    { status: 200, type: 'application/json', text: '{"success":true}' },
  ],
  [
    { httpStatus: 200, body: '<p>ok' },
    { status: 200, type: 'text/plain', text: '<p>ok' },
  ],
  [
    { httpStatus: 200, body: '<p>ok', mediaType: 'text/html' },
    { status: 200, type: 'text/html', text: '<p>ok' },
  ],
  [
    { httpStatus: 202, mediaType: 'text/html' },
    { status: 202, type: 'text/html', text: '' },
  ],
])('it plays a bad endpoint: %j', async (answer, expected) => {
  const { receiver } = await start(answer)
  expect(await post(receiver, GOOD)).toEqual(expected)
})

test('a bad endpoint still refuses what is no notification', async () => {
  const { receiver } = await start({ httpStatus: 500 })
  expect(await post(receiver, '{')).toMatchObject({ status: 400 })
})

test('an answer that waits is given at once when the run ends', async () => {
  const { receiver, abort } = await start({ delayMs: 600_000 })
  const answer = post(receiver, GOOD)
  setTimeout(() => abort(), 20)
  expect(await answer).toMatchObject({ status: 204 })
})

test('the probe is answered with the nonce, and not told', async () => {
  const { receiver, received } = await start()
  const answer = await fetch(`${receiver.url}/.hookstep/p`)
  expect(await answer.text()).toBe('nonce')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect((await fetch(`${receiver.url}/.hookstep/q`)).status).toBe(405)
  expect(received.map(({ path }) => path)).toEqual(['/.hookstep/q'])
})

test('a port that is taken is an error with the mend', async () => {
  const { receiver } = await start()
  const { context } = createTestContext()
  const second = startReceiver({
    port: receiver.port,
    answer: { httpStatus: 204, body: null, mediaType: null, delayMs: 0 },
    probe: { path: '/p', nonce: 'n' },
    clock: context.clock,
    signal: context.signal,
    onError: () => {},
    onRequest: () => {},
  })
  await expect(second).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    exitCode: 3,
    message: `port ${receiver.port} is in use`,
  })
})

test('close ends open connections', async () => {
  const { receiver } = await start()
  const socket = net.connect(receiver.port, '127.0.0.1')
  await once(socket, 'connect')
  socket.on('error', () => {})
  await Promise.all([once(socket, 'close'), receiver.close()])
})
