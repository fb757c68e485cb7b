import { expect, test } from 'vitest'
import { expectStillGood, JSON_TYPE, startRawReceiver, talk } from '../receiver/raw-receiver.ts'

test('R14: a body of one byte a second is answered 408 after 11 s at the latest', async () => {
  const started = await startRawReceiver()
  const head = `POST / HTTP/1.1\r\nHost: x\r\n${JSON_TYPE}\r\nContent-Length: 9999\r\n\r\n`
  const reply = await talk(started.port, head, (socket) => {
    const timer = setInterval(() => socket.write(' '), 1000)
    socket.once('close', () => clearInterval(timer))
  })
  expect(reply).toMatchObject({ statuses: [408], body: '{"error":"too_slow"}' })
  expect(reply.closedAfterMs).toBeLessThan(11_000)
  expect(await started.next()).toMatchObject({ content: { kind: 'refused', code: 'too_slow' } })
  await expectStillGood(started)
})
