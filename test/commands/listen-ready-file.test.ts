import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startRelay } from '../../src/tunnel/relay/start-relay.ts'
import { jsonLines, startCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { createTestContext } from '../helpers/test-context.ts'
import { fastClock, until } from '../tunnel/rig.ts'

const clock = fastClock(10)

/** Listens through the first of two relays, which can go: the other one gives another public URL. */
async function listenReady() {
  const folder = makeTempDir()
  const path = join(folder, 'ready.json')
  const { random } = createTestContext().context
  const start = async () => startRelay({ port: 0, clock, random })
  const [first, second] = [await start(), await start()]
  onTestFinished(async () => void (await Promise.all([first.close(), second.close()])))
  const hosts = ['--tunnel-host', `${first.url},${second.url}`]
  const argv = ['listen', '-p', '0', '--no-journal', '--json', ...hosts, '--ready-file', path]
  const cli = startCli(argv, { clock })
  await cli.stdout.until(/"ready".*\n/)
  const read = (): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8')) as never
  return { cli, folder, read, leave: async () => first.close() }
}

test('the ready file is written again when the public URL is another one', async () => {
  const { cli, read, leave } = await listenReady()
  const before = read()
  await leave()
  await cli.stdout.until(/"reopened".*\n/)
  const { publicUrl } = jsonLines(cli.stdout.text).at(-1) as { publicUrl: string }
  expect(publicUrl).not.toBe(before['publicUrl'])
  await until(() => read()['publicUrl'] === publicUrl)
  expect(read()).toEqual({ ...before, publicUrl })
})

test('a ready file that cannot be written again ends it, exit 3', async () => {
  const { cli, folder, leave } = await listenReady()
  rmSync(folder, { recursive: true })
  await leave()
  const { exitCode, stderr } = await cli.done
  expect(exitCode).toBe(3)
  expect(JSON.parse(stderr)).toMatchObject({
    code: 'READY_FILE',
    message: expect.stringMatching(/^the ready file \S+ cannot be written: /) as string,
  })
})
