import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { jsonLines, runCli, startCli, type RunningCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

async function post(url: string, onboardingStatus: string, interviewId = 's1'): Promise<void> {
  const body = JSON.stringify({ interviewId, onboardingStatus })
  await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
}

async function listen(...flags: string[]): Promise<{ cli: RunningCli; url: string }> {
  const cli = startCli(['listen', '-p', '0', '--tunnel', 'none', ...flags])
  const isJson = flags.includes('--json')
  const [, url = ''] = isJson
    ? await cli.stdout.until(/"url":"(http:[^"]+)"/)
    : await cli.stderr.until(/local +(http:\S+)/)
  return { cli, url }
}

async function end(cli: RunningCli): Promise<string> {
  cli.interrupt()
  return (await cli.done).stdout
    .replaceAll(/\d\d:\d\d:\d\d/g, 'HH:MM:SS')
    .replaceAll(/\d+ ms/g, 'N ms')
}

test('quiet prints only what is wrong, and the summary', async () => {
  const app = await startFixedEndpoint(204)
  const { cli, url } = await listen('--output', 'quiet', '--forward-to', app.url)
  await post(url, 'ID_VALIDATION_FINISHED')
  await post(url, 'NEW_STATUS')
  await fetch(url)
  expect(await end(cli)).toMatchInlineSnapshot(`
    "HH:MM:SS  NEW_STATUS                           s1  52 B no bearer -
              unknown status: not one of the vendor’s eleven
    HH:MM:SS  refused 405  GET /webhook
              method_not_allowed: GET is not POST

    s1  no external id
      ID_VALIDATION_FINISHED → NEW_STATUS
      NEW_STATUS unknown status: not one of the vendor’s eleven

    3 requests received in 1 session, 1 refused
    "
  `)
  expect(cli.stderr.text).not.toContain('listening on')
})

test('compact tells what the app said below its notification, and why that counts for nothing', async () => {
  const app = await startFixedEndpoint(200, { 'content-type': 'text/html\u009b' })
  const { cli, url } = await listen('--output', 'compact', '--forward-to', app.url)
  await post(url, 'EXPIRED')
  expect(await end(cli)).toMatchInlineSnapshot(`
    "HH:MM:SS  EXPIRED                              s1  49 B no bearer -
              answered 200
                s1 → 200 WRONG_MEDIA_TYPE in N ms
              200 with text/html\\x9b: send Content-Type: application/json, or answer 204

    s1  no external id
      EXPIRED

    1 request received in 1 session, 0 refused
    "
  `)
})

test('--events shows these statuses only; the totals and the journal have all', async () => {
  const journal = join(makeTempDir(), 'j.ndjson')
  const app = await startFixedEndpoint(204)
  const { cli, url } = await listen('--json', '-e', 'EXPIRED', '-f', app.url, '--journal', journal)
  await post(url, 'ID_VALIDATION_FINISHED')
  await post(url, 'EXPIRED')
  await fetch(url)
  const records = jsonLines(await end(cli))
  expect(records.map(({ type, onboardingStatus }) => [type, onboardingStatus])).toEqual([
    ['ready', undefined],
    ['notification', 'EXPIRED'],
    ['forward', 'EXPIRED'],
    ['refused', undefined],
    ['summary', undefined],
  ])
  expect(records.at(-1)).toMatchObject({ received: 3, rejected: 1 })
  const { stdout } = await runCli(['journal', 'list', journal, '--json'])
  expect(jsonLines(stdout).filter(({ type }) => type === 'request')).toHaveLength(3)
})

test('--events warns of a status that is none of the vendor’s', async () => {
  const { cli } = await listen('--events', 'EXPIRD')
  expect(cli.stderr.text).toContain("warning: --events EXPIRD: none of the vendor's statuses")
  expect(cli.stderr.text).toContain('try: --events EXPIRED')
})

test('what happened to the journal is told, in words and as records', async () => {
  const journal = join(makeTempDir(), 'j.ndjson')
  const first = await listen('--no-color', '--journal', journal)
  await post(first.url, 'EXPIRED')
  await end(first.cli)
  writeFileSync(journal, '{"type":"request","seq":2', { flag: 'a' })
  const { cli } = await listen('--json', '--journal', journal)
  expect(jsonLines(cli.stdout.text)[0]).toMatchObject({ type: 'journal', event: 'torn' })
  await end(cli)
  writeFileSync(journal, '{"type":"request","seq":2', { flag: 'a' })
  const again = await listen('--journal', journal)
  expect(again.cli.stderr.text).toContain(
    'journal  a record that an earlier run did not finish was cut off (25 B); it is kept in',
  )
})

test('a repeated notification names the first one of its status, which is told by its number (B12)', async () => {
  const { cli, url } = await listen('--json')
  await post(url, 'EXPIRED')
  await post(url, 'EXPIRED')
  const notifications = jsonLines(await end(cli)).filter(({ type }) => type === 'notification')
  expect(notifications.map(({ duplicateOf }) => duplicateOf)).toEqual([null, 1])
})

test('a journal that somebody deletes is made again within a second, with a word on it (J8)', async () => {
  const journal = join(makeTempDir(), 'j.ndjson')
  const { cli } = await listen('--journal', journal)
  rmSync(journal)
  await cli.stderr.until(/journal {2}the file was deleted: it was opened again/)
})

test.each([
  [['--output', 'loud'], "option '--output <kind>' argument 'loud' is invalid"],
  [['--json', '--output', 'quiet'], "'--json' cannot be used with option '--output <kind>'"],
  [['--events', ','], '--events: the list is empty'],
])('listen %j is refused', async (flags, problem) => {
  const { exitCode, stderr } = await runCli(['listen', '-p', '0', '--tunnel', 'none', ...flags])
  expect(exitCode).toBe(2)
  expect(stderr).toContain(problem)
})
