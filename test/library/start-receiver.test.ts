import { expect, onTestFinished, test } from 'vitest'
import { ExpectationMissedError, startReceiver, type ReceiverOptions } from '../../src/index.ts'

async function start(options?: ReceiverOptions) {
  const receiver = await startReceiver(options)
  onTestFinished(() => receiver.close())
  return receiver
}

async function post(
  url: string,
  onboardingStatus: string,
  interviewId = 'a',
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: JSON.stringify({ interviewId, onboardingStatus }),
    headers: { 'content-type': 'application/json', ...headers },
  })
}

test('waitFor resolves with the notifications, whether they came before or come after', async () => {
  const receiver = await start()
  await post(receiver.url, 'ID_VALIDATION_FINISHED')
  const found = receiver.waitFor(['ID_VALIDATION_FINISHED', 'ONBOARDING_FINISHED'])
  await post(`${receiver.url}/any/path`, 'FACE_VALIDATION_FINISHED')
  await post(receiver.url, 'ONBOARDING_FINISHED')
  expect((await found).map(({ onboardingStatus }) => onboardingStatus)).toEqual([
    'ID_VALIDATION_FINISHED',
    'ONBOARDING_FINISHED',
  ])
  expect(receiver.received.map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect(receiver.sessions()).toMatchObject([{ interviewId: 'a' }])
  expect(await receiver.waitFor([])).toEqual([])
})

test('waitFor rejects with what is missing when time is up, and when the receiver is closed', async () => {
  const receiver = await start()
  await post(receiver.url, 'EXPIRED', 'other')
  const late = receiver.waitFor('EXPIRED', { session: 'a', withinMs: 1 })
  await expect(late).rejects.toThrow('EXPIRED did not come within 1 ms')
  const closed = receiver.waitFor('EXPIRED', { session: 'a' })
  await Promise.all([
    expect(closed).rejects.toBeInstanceOf(ExpectationMissedError),
    expect(closed).rejects.toMatchObject({ code: 'EXPECTATION_MISSED', missing: ['EXPIRED'] }),
    receiver.close(),
  ])
})

test('a receiver asks for what it is told to ask for, and answers as it is told', async () => {
  const receiver = await start({
    requireToken: 'secret',
    requireHeaders: { 'X-Key': 'k' },
    respond: { httpStatus: 200, body: '{"success":true}' },
  })
  expect((await post(receiver.url, 'EXPIRED')).status).toBe(401)
  const headers = { authorization: 'Bearer secret', 'x-key': 'k' }
  const answer = await post(receiver.url, 'EXPIRED', 'a', headers)
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(
    receiver.received.map(({ httpStatus, isAuthenticated }) => [httpStatus, isAuthenticated]),
  ).toEqual([
    [401, false],
    [200, true],
  ])
})

test('a strict receiver refuses what the vendor would not send, and a refused one does not count', async () => {
  const receiver = await start({ strict: true })
  expect((await post(receiver.url, 'NEW_STATUS')).status).toBe(422)
  await expect(receiver.waitFor('NEW_STATUS', { withinMs: 1 })).rejects.toThrow('NEW_STATUS')
})

test('the latest 10,000 are kept', async () => {
  const receiver = await start()
  const { createArrivals } = await import('../../src/library/arrivals.ts')
  const { systemClock } = await import('../../src/system-clock.ts')
  await post(receiver.url, 'EXPIRED')
  const [request] = receiver.received
  const arrivals = createArrivals(systemClock)
  for (let seq = 0; seq <= 10_000; seq += 1) arrivals.add({ ...request!, seq })
  expect(arrivals.received).toHaveLength(10_000)
  expect(arrivals.received[0]?.seq).toBe(1)
})

test('a bug ends every wait', async () => {
  const { createArrivals } = await import('../../src/library/arrivals.ts')
  const { systemClock } = await import('../../src/system-clock.ts')
  const arrivals = createArrivals(systemClock)
  const waiting = arrivals.waitFor('EXPIRED')
  arrivals.fail(new Error('a bug'))
  await expect(waiting).rejects.toThrow('a bug')
})

test('a port that is taken is an error with a code', async () => {
  const { port } = await start()
  await expect(startReceiver({ port })).rejects.toMatchObject({ code: 'PORT_IN_USE' })
})
