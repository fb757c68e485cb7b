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

test('demo --fault shows faults that the tunnel heals from, and delivers the rest, exit 0', async () => {
  const names = ['restart', 'half-open', 'url-change', '502=1']
  const runs = await Promise.all(
    names.map(async (name) => ({ name, ...(await runCli(['demo', '--fault', name])) })),
  )
  for (const { name, exitCode, stdout, stderr } of runs) {
    expect(`${name}: ${exitCode}\n${stderr}`).toMatch(/^.*: 0\n/)
    expect(stdout).toMatch(/18 of 18 notifications acknowledged in .* and \d+ attempts/)
    expect(stderr).toMatch(new RegExp(`fault on +${name.split('=')[0]}`))
    expect(stderr).toMatch(/TUNNEL DOWN since [^]*tunnel reopened/)
  }
  expect(runs[0]?.stderr).toContain('relay restarted  back at the same port after 1000 ms')
  expect(runs[2]?.stderr).toMatch(/tunnel reopened +the name was given to somebody else/)
}, 90_000)

test('demo --fault with a fault that does not exist is exit 2, and nothing was opened', async () => {
  const result = await runCli(['demo', '--fault', 'half-opened'])
  expect(result).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('did you mean half-open?') as string,
  })
})

test('Ctrl+C in the demo of a fault ends it with exit 130', async () => {
  const cli = startCli(['demo', '--fault', 'refused'])
  await cli.stderr.until(/fault on/)
  cli.interrupt()
  expect((await cli.done).exitCode).toBe(130)
  const early = startCli(['demo', '--fault', 'refused'])
  early.interrupt()
  expect(await early.done).toMatchObject({ exitCode: 130, stdout: '' })
})
