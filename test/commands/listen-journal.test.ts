import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyJournal } from '../../src/journal/read-journal.ts'
import { readAll } from '../journal/rig.ts'
import { jsonLines, runCli, startCli, type RunningCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

const GOOD = '{"interviewId":"i1","externalCustomerId":"c","onboardingStatus":"EXPIRED"}'

async function post(url: string, body = GOOD, headers: Record<string, string> = {}) {
  const type = { 'content-type': 'application/json' }
  return (await fetch(url, { method: 'POST', body, headers: { ...type, ...headers } })).status
}

function listen(flags: readonly string[], env: Record<string, string> = {}): RunningCli {
  return startCli(['listen', '--port', '0', '--tunnel', 'none', '--json', ...flags], { env })
}

async function ready({ stdout }: RunningCli): Promise<{ url: string; journal: string | null }> {
  await stdout.until(/"ready"/)
  const [record] = jsonLines(stdout.text).filter(({ type }) => type === 'ready')
  return record as { url: string; journal: string | null }
}

async function end(cli: RunningCli) {
  cli.interrupt()
  return cli.done
}

test('what is received is in the journal with its bytes, its verdict and its answer', async () => {
  const path = join(makeTempDir(), 'journal.ndjson')
  const cli = listen(['--journal', path, '--require-header', 'X-Key: canary-1'])
  const { url, journal } = await ready(cli)
  expect(journal).toBe(path)
  const body = '{"interviewId":"i1","onboardingStatus":"EXPIRED","n":12345678901234567890,"a":1.0}'
  const headers = { 'x-key': 'canary-1', authorization: 'Bearer canary-2' }
  expect(await post(`${url}?a=b`, body, headers)).toBe(204)
  expect(await post(url, '{', headers)).toBe(400)
  expect(await post(url, GOOD)).toBe(403)
  await end(cli)
  const records = (await readAll(path)).flatMap((each) =>
    each.kind === 'record' ? [each.record] : [],
  )
  expect(records).toMatchObject([
    {
      type: 'request',
      seq: 1,
      method: 'POST',
      path: '/webhook?a=b',
      httpVersion: '1.1',
      verdict: { kind: 'notification', interviewId: 'i1', onboardingStatus: 'EXPIRED' },
      answer: { httpStatus: 204 },
    },
    { seq: 2, verdict: { kind: 'refused', code: 'bad_json' }, answer: { httpStatus: 400 } },
    { seq: 3, verdict: { kind: 'refused', code: 'header_mismatch' }, body: null },
  ])
  expect(records.map((each) => ('body' in each ? each.body?.toString() : ''))).toEqual([
    body,
    '{',
    undefined,
  ])
  const text = readFileSync(path, 'utf8')
  expect(text).not.toMatch(/canary/)
  expect(text).toMatch(/sha256:[0-9a-f]{8}/)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect((await verifyJournal(path)).problemCount).toBe(0)
})

test('a token in the query is refused, and is not in the journal either', async () => {
  const path = join(makeTempDir(), 'journal.ndjson')
  const cli = listen(['--journal', path, '--require-token', 'abc'])
  expect(await post(`${(await ready(cli)).url}?a=1&access_token=canary-3&b=2`)).toBe(400)
  await end(cli)
  const text = readFileSync(path, 'utf8')
  expect(text).not.toContain('canary')
  expect(text).toMatch(/"path":"\/webhook\?a=1&access_token=sha256:[0-9a-f]{8}&b=2"/)
})

test('a listener goes on with its journal: numbers, and the judgement on sessions', async () => {
  const path = join(makeTempDir(), 'journal.ndjson')
  const first = listen(['--journal', path])
  await post((await ready(first)).url)
  await end(first)
  const second = listen(['--journal', path])
  await post((await ready(second)).url)
  const { stdout } = await end(second)
  const [notification] = jsonLines(stdout).filter(({ type }) => type === 'notification')
  expect(notification).toMatchObject({ seq: 2, flags: ['repeated'] })
})

test('without a name every run has a file of its own in the state folder, and an empty one goes', async () => {
  const state = makeTempDir()
  const cli = listen([], { XDG_STATE_HOME: state })
  const { url, journal } = await ready(cli)
  expect(journal).toMatch(new RegExp(`^${state}/hookstep/.+\\.ndjson$`))
  await post(url)
  await end(cli)
  await end(listen([], { XDG_STATE_HOME: state }))
  expect(readdirSync(join(state, 'hookstep'))).toHaveLength(1)
})

test('--no-journal keeps nothing', async () => {
  const state = makeTempDir()
  const cli = listen(['--no-journal'], { XDG_STATE_HOME: state })
  const { url, journal } = await ready(cli)
  expect(journal).toBeNull()
  expect(await post(url)).toBe(204)
  await end(cli)
  expect(readdirSync(state)).toEqual([])
})

test.each([
  ['a folder', (dir: string) => dir, 'JOURNAL_NOT_WRITABLE'],
  ['a full device', () => '/dev/full', 'JOURNAL_NOT_WRITABLE'],
  ['a file in no folder', (dir: string) => join(dir, 'none', 'a.ndjson'), 'JOURNAL_NOT_WRITABLE'],
])('a journal that is %s ends it before anything is opened, exit 3', async (_, place, code) => {
  const path = place(makeTempDir())
  const result = await runCli(['listen', '--port', '0', '--tunnel', 'simulated', '--journal', path])
  expect(result).toMatchObject({ exitCode: 3, stdout: '' })
  expect(result.stderr).toContain(`error[${code}]`)
  expect(result.stderr).not.toContain('listening')
})

test('a second listener on the same journal is refused, exit 3', async () => {
  const path = join(makeTempDir(), 'journal.ndjson')
  await ready(listen(['--journal', path]))
  const second = await runCli(['listen', '--port', '0', '--tunnel', 'none', '--journal', path])
  expect(second.exitCode).toBe(3)
  expect(second.stderr).toContain('error[JOURNAL_LOCKED]')
})
