import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { jsonLines, runCli, startCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

test('relay carries a receiver that uses it, and tells what passes', async () => {
  const relay = startCli(['relay', '--port', '0'])
  const [, url = ''] = await relay.stderr.until(/relay +(http:\S+)/)
  const receiver = startCli([
    'listen',
    '--port',
    '0',
    '--tunnel-host',
    url,
    '--subdomain',
    'my-team',
  ])
  const [, publicUrl = ''] = await receiver.stderr.until(/public +(http:\S+)/)
  expect((await runCli(['send-sequence', publicUrl, '--flow', 'no-id'])).exitCode).toBe(0)
  const second = startCli([
    'listen',
    '--port',
    '0',
    '--tunnel-host',
    url,
    '--subdomain',
    'my-team',
    '--require-subdomain',
  ])
  expect(await second.done).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('error[SUBDOMAIN_TAKEN]') as string,
  })
  receiver.interrupt()
  await relay.stdout.until(/client-gone +my-team/)
  relay.interrupt()
  const { exitCode, stdout } = await relay.done
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/registered +http:\/\/my-team\.localhost:\d+ \(data port \d+\)/)
  expect(stdout).toMatch(/request +POST my-team\.localhost:\d+\/webhook {2}204 {2}\d+ ms/)
  expect(stdout).toMatch(/name-refused +my-team is taken; [a-z0-9-]+ given/)
})

test('relay --json prints ready and what passes as records', async () => {
  const relay = startCli(['relay', '--port', '0', '--json'])
  const [, url = ''] = await relay.stdout.until(/"url":"(http:[^"]+)"/)
  expect((await fetch(`${url}/`, { method: 'DELETE' })).status).toBeGreaterThanOrEqual(200)
  expect(
    (
      await runCli([
        'send-sequence',
        `http://nobody.localhost:${new URL(url).port}/`,
        '--flow',
        'no-id',
      ])
    ).exitCode,
  ).toBe(1)
  await relay.stdout.until(/"request"/)
  const records = jsonLines(relay.stdout.text)
  expect(records[0]).toMatchObject({ type: 'ready', url, publicUrl: null, pid: process.pid })
  expect(records.at(-1)).toMatchObject({
    type: 'request',
    id: null,
    httpStatus: 404,
    method: 'POST',
  })
})

test('relay on a port in use is exit 3', async () => {
  const { port } = await startFixedEndpoint(204)
  const result = await runCli(['relay', '--port', String(port)])
  expect(result).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('error[PORT_IN_USE]') as string,
  })
})

test('relay fails as it is told to by flag, and tells of it', async () => {
  const relay = startCli(['relay', '--port', '0', '--fault', 'register-403', '--fault', '503=1,7'])
  const [, url = ''] = await relay.stderr.until(/relay +(http:\S+)/)
  await relay.stdout.until(/fault-on +register-403\n/)
  await relay.stdout.until(/fault-on +503, share 1, retryAfter 7\n/)
  expect(relay.stderr.text).toMatch(/seed +\d+/)
  expect((await fetch(`${url}/?new`)).status).toBe(403)
  const listen = await runCli(['listen', '--port', '0', '--tunnel-host', url, '--require-tunnel'])
  expect(listen).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('error[TUNNEL_REFUSED]') as string,
  })
})

test('relay goes through its timeline', async () => {
  const steps = 'at 0s: latency=5ms; at 1ms: restart=1ms; at 5ms: clear latency'
  const relay = startCli(['relay', '--port', '0', '--timeline', steps])
  await relay.stdout.until(/fault-off +latency\n/)
  await relay.stdout.until(/restarted +back at the same port after 1 ms/)
  relay.interrupt()
  expect((await relay.done).exitCode).toBe(0)
})

test('relay is controlled over its control endpoint', async () => {
  const relay = startCli(['relay', '--port', '0', '--control-port', '0', '--seed', '5', '--json'])
  const [, control = ''] = await relay.stdout.until(/"controlUrl":"(http:[^"]+)"/)
  expect(jsonLines(relay.stdout.text)[0]).toMatchObject({ type: 'ready', seed: 5 })
  const body = JSON.stringify({ delay: '30ms' })
  expect((await fetch(`${control}/faults/latency`, { method: 'PUT', body })).status).toBe(200)
  expect((await fetch(`${control}/restart`, { method: 'POST' })).status).toBe(200)
  await relay.stdout.until(/restarted/)
  expect(jsonLines(relay.stdout.text).slice(1)).toEqual([
    { type: 'fault-on', name: 'latency', values: { delay: 30, jitter: 50 } },
    { type: 'restarted', downMs: 0 },
  ])
})

test.each([
  [['--fault', 'nothing'], 'UNKNOWN_FAULT'],
  [['--fault', 'latency=x'], 'BAD_FAULT'],
  [['--timeline', 'later'], 'BAD_TIMELINE'],
  [['--control-port', '80a'], 'BAD_NUMBER'],
  [['--seed', '-1'], 'BAD_NUMBER'],
])('relay %j is exit 2, and nothing was opened', async (flags, code) => {
  const result = await runCli(['relay', '--port', '0', ...flags])
  expect(result).toMatchObject({ exitCode: 2, stdout: '' })
  expect(result.stderr).toMatch(new RegExp(`^error\\[${code}\\]`))
})

test('relay whose control port is in use is exit 3', async () => {
  const { port } = await startFixedEndpoint(204)
  const result = await runCli(['relay', '--port', '0', '--control-port', String(port)])
  expect(result).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('error[PORT_IN_USE]: the control endpoint') as string,
  })
})

test('relay takes faults and timeline from the configuration, demo does not', async () => {
  const cwd = makeTempDir()
  const config = { port: 0, relayFaults: ['502'], relayTimeline: 'at 0s: slice=9' }
  writeFileSync(join(cwd, 'hookstep.config.json'), JSON.stringify(config))
  const relay = startCli(['relay'], { cwd })
  await relay.stdout.until(/fault-on +502/)
  await relay.stdout.until(/fault-on +slice, size 9/)
  config.relayFaults = ['503=x']
  writeFileSync(join(cwd, 'hookstep.config.json'), JSON.stringify(config))
  expect(await runCli(['relay'], { cwd })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('/relayFaults/0: 503: share: expected') as string,
  })
  expect((await runCli(['demo'], { cwd })).exitCode).toBe(0)
})
