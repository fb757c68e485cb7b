import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jsonLines, runCli, startCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

const LISTEN = ['listen', '--port', '0', '--tunnel', 'none']

async function post(url: string, onboardingStatus: string, interviewId = 'a'): Promise<void> {
  await fetch(url, {
    method: 'POST',
    body: JSON.stringify({ interviewId, onboardingStatus }),
    headers: { 'content-type': 'application/json' },
  })
}

test('listen --expect ends with 0 as soon as everything has come in order', async () => {
  const cli = startCli([...LISTEN, '--expect', 'ID_VALIDATION_FINISHED, ONBOARDING_FINISHED'])
  const [, url = ''] = await cli.stderr.until(/local +(http:\S+)/)
  await post(url, 'ID_VALIDATION_FINISHED')
  await post(url, 'FACE_VALIDATION_FINISHED')
  await post(url, 'ONBOARDING_FINISHED')
  const { exitCode, stdout } = await cli.done
  expect(exitCode).toBe(0)
  expect(stdout).toContain('3 requests received in 1 session')
})

test('listen --expect ends with 1 when time is up, and names what is missing', async () => {
  const flags = ['--expect', 'EXPIRED', '--expect-session', 'a', '--within', '150ms']
  const cli = startCli([...LISTEN, ...flags])
  const [, url = ''] = await cli.stderr.until(/local +(http:\S+)/)
  await post(url, 'EXPIRED', 'other')
  const { exitCode, stderr } = await cli.done
  expect(exitCode).toBe(1)
  expect(stderr).toContain(
    'error[EXPECTATION_MISSED]: EXPIRED did not come in session a within 0.15 s',
  )
})

test('Ctrl+C before everything has come is an interrupted run, exit 130', async () => {
  const cli = startCli([...LISTEN, '--expect', 'EXPIRED', '--within', '1h'])
  await cli.stderr.until(/Ready/)
  cli.interrupt()
  expect((await cli.done).exitCode).toBe(130)
})

test('the ready file holds the ready record while it is ready, and nothing of an earlier run', async () => {
  const path = join(makeTempDir(), 'ready.json')
  writeFileSync(path, 'old')
  const cli = startCli([...LISTEN, '--json', '--ready-file', path])
  await cli.stdout.until(/"ready"/)
  const [record] = jsonLines(cli.stdout.text)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(record)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  cli.interrupt()
  await cli.done
  expect(existsSync(path)).toBe(false)
})

test('a ready file that cannot be written ends it, exit 3', async () => {
  const path = join(makeTempDir(), 'none', 'ready.json')
  const { exitCode, stderr } = await runCli([...LISTEN, '--ready-file', path])
  expect(exitCode).toBe(3)
  expect(stderr).toContain(`error[READY_FILE]: the ready file ${path} cannot be written`)
})

test.each([
  [['--expect', ''], '--expect: the list is empty'],
  [['--expect', 'EXPIRD'], '--expect EXPIRED'],
  [['--within', '1s'], '--within needs --expect'],
  [['--expect-session', 'a'], '--expect-session needs --expect'],
  [['--expect', 'EXPIRED', '--within', 'soon'], '--within: expected a duration'],
])('listen %j is refused', async (flags, problem) => {
  const { exitCode, stderr } = await runCli([...LISTEN, ...flags])
  expect(exitCode).toBe(2)
  expect(stderr).toContain(problem)
})
