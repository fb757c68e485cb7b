import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createPublicUrlProbe } from '../../src/commands/listen/public-url-probe.ts'
import { listenOnFreePort } from '../helpers/endpoint.ts'
import { createTestContext } from '../helpers/test-context.ts'

/** Longer than the 5 s after which it once gave up, and shorter than the tunnel's own 8 s. */
const SLOW_MS = 5500

test('a probe that a busy tunnel answers late is waited for as long as the tunnel waits (T8)', async () => {
  const { context } = createTestContext()
  const probe = createPublicUrlProbe(context)
  const server = createServer((_request, response) => {
    void sleep(SLOW_MS).then(() => response.end(probe.nonce))
  })
  const publicUrl = `http://127.0.0.1:${await listenOnFreePort(server)}`
  const outcome = await probe.ask(publicUrl, new AbortController().signal)
  expect(outcome).toEqual({ ok: true, detail: 'answered' })
})
