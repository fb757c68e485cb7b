import { expect, test } from 'vitest'
import { runCli, startCli } from '../helpers/run-cli.ts'

test('demo sends the full flow through a tunnel to a receiver, both sides shown, exit 0', async () => {
  const { exitCode, stdout, stderr } = await runCli(['demo'])
  expect(exitCode).toBe(0)
  expect(stderr).toMatch(/public +http:\/\/[a-z0-9-]+\.localhost:\d+/)
  expect(stdout.match(/→ receiver: \w+ [0-9a-f]{4}, \d+ B, answers 204/g)).toHaveLength(18)
  expect(stdout.match(/204 +\d+ ms {2}acknowledged/g)).toHaveLength(18)
  expect(stdout).toContain('18 of 18 notifications acknowledged')
})

test('Ctrl+C in the demo ends it with exit 130', async () => {
  const cli = startCli(['demo'])
  await cli.stdout.until(/acknowledged/)
  cli.interrupt()
  expect(await cli.done).toMatchObject({
    exitCode: 130,
    stdout: expect.stringContaining('not sent') as string,
  })
})

test('Ctrl+C before the tunnel is open ends it too', async () => {
  const cli = startCli(['demo'])
  cli.interrupt()
  expect(await cli.done).toMatchObject({ exitCode: 130, stdout: '' })
})
