import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startCli } from '../helpers/run-cli.ts'
import { ask } from '../tunnel/rig.ts'

test('behind ten slow public requests a good one is answered within 11.5 s, and the tunnel is called saturated (T8)', async () => {
  const cli = startCli(['listen', '-p', '0', '--tunnel', 'simulated', '--no-journal'])
  const [, host = '', port = ''] = await cli.stderr.until(/public +http:\/\/(\S+):(\d+)/)
  for (let count = 0; count < 10; count += 1) {
    const socket = connect({ port: Number(port), host: '127.0.0.1' })
    onTestFinished(() => void socket.destroy())
    const head = `POST /webhook HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json`
    socket.write(`${head}\r\nContent-Length: 100\r\n\r\n{`)
  }
  await cli.stderr.until(/tunnel degraded {2}tunnel saturated: all 10 connections are busy/)
  const startedAt = performance.now()
  const { status } = await ask({
    port: Number(port),
    host,
    path: '/webhook',
    method: 'POST',
    headers: ['Content-Type', 'application/json', 'Connection', 'close'],
    body: '{"interviewId":"i1","onboardingStatus":"EXPIRED"}',
  })
  const tookMs = performance.now() - startedAt
  console.log({ status, tookMs })
  expect(status).toBe(204)
  expect(tookMs).toBeLessThan(11_500)
})
