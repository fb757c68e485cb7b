import { expect, test } from 'vitest'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { jsonLines, runCli, startCli } from '../helpers/run-cli.ts'

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
