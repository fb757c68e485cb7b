import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { runCli, startCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { writeRecords } from '../journal/rig.ts'
import { JSON_TYPE, request, talk } from '../receiver/raw-receiver.ts'

/** Rows J6 and J7 of hardening.md for `listen`, and B8 from the socket to the screen. */

/** A listener with a relay that tells whether anybody asked it for a tunnel. */
async function listenAt(journal: string) {
  const relay = await startFixedEndpoint(500)
  const tunnel = ['--tunnel-host', new URL(relay.url).origin, '--tunnel-timeout', '100ms']
  const result = await runCli(['listen', '--port', '0', '--journal', journal, ...tunnel])
  return { ...result, registrations: relay.received.length }
}

const WITHOUT_TUNNEL = { exitCode: 3, stdout: '', registrations: 0 }

test.each([
  ['a full device', () => '/dev/full', 'it is not a regular file'],
  ['a directory', (path: string) => (mkdirSync(path), path), 'it is a directory'],
  ['read-only', (path: string) => (chmodSync(writeRecords(1, path), 0o444), path), 'read-only'],
  ['a FIFO', (path: string) => (execFileSync('mkfifo', [path]), path), 'it is not a regular file'],
  ['a symlink', (path: string) => (symlinkSync('there', path), path), 'it is a symbolic link'],
  ['in no folder', (path: string) => join(path, 'j.ndjson'), 'its folder does not exist'],
])('J6: a journal that is %s is exit 3 before the tunnel opens', async (_, make, why) => {
  const path = make(join(makeTempDir(), 'j'))
  const result = await listenAt(path)
  expect(result).toMatchObject(WITHOUT_TUNNEL)
  expect(result.stderr).toContain(
    `error[JOURNAL_NOT_WRITABLE]: the journal ${path} cannot be written`,
  )
  expect(result.stderr).toContain(why)
  expect(result.stderr).not.toContain('listening')
})

test('J7: a second listener on one journal is exit 3 before its tunnel opens, and the next one takes it over', async () => {
  const path = join(makeTempDir(), 'j.ndjson')
  const first = startCli(['listen', '--port', '0', '--tunnel', 'none', '--journal', path])
  await first.stderr.until(/Ready\./)
  const second = await listenAt(path)
  expect(second).toMatchObject(WITHOUT_TUNNEL)
  expect(second.stderr).toContain('error[JOURNAL_LOCKED]')
  first.interrupt()
  await first.done
  const third = startCli(['listen', '--port', '0', '--tunnel', 'none', '--journal', path])
  await third.stderr.until(/Ready\./)
  expect(existsSync(path)).toBe(true)
})

test('B8: numbers are shown with the digits that were sent', async () => {
  const path = join(makeTempDir(), 'j.ndjson')
  const cli = startCli([
    'listen',
    '--port',
    '0',
    '--tunnel',
    'none',
    '--path',
    '*',
    '--journal',
    path,
  ])
  const [, port] = await cli.stderr.until(/local +http:\/\/127\.0\.0\.1:(\d+)/)
  const numbers = ['12345678901234567890', '1.0', '1e2', '-0']
  const fields = numbers.map((text, index) => `"n${index}":${text}`).join(',')
  const body = `{"interviewId":"i","onboardingStatus":"EXPIRED",${fields}}`
  expect((await talk(Number(port), request({ headers: [JSON_TYPE] }, body))).statuses).toEqual([
    204,
  ])
  cli.interrupt()
  await cli.done
  const { stdout } = await runCli(['journal', 'show', '1', path])
  for (const [index, text] of numbers.entries()) {
    expect(stdout).toMatch(new RegExp(`"n${index}": ?${text.replace('.', '\\.')}[,\\s}]`))
  }
  const json = await runCli(['journal', 'show', '1', path, '--json'])
  expect(json.stdout).toContain(JSON.stringify(body).slice(1, -1))
})
