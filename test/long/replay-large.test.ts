import { appendFileSync, readFileSync, truncateSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { runCli } from '../helpers/run-cli.ts'
import { makeRecord, openTestJournal } from '../journal/rig.ts'

test('a journal of more bytes than one replay takes is refused, and the filters are named', async () => {
  const { journal, path } = await openTestJournal()
  const verdict = { kind: 'refused', code: 'bad_json', detail: 'not JSON' } as const
  await journal.append(makeRecord(1, { verdict, body: Buffer.alloc(1024 * 1024, 'x') }))
  const [line = ''] = readFileSync(path, 'utf8').split('\n')
  for (let times = 1; times <= 256; times += 1) appendFileSync(path, `${line}\n`)
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stderr } = await runCli(['replay', path, endpoint.url, '--include-refused'])
  truncateSync(path)
  expect({ exitCode, sent: endpoint.received.length }).toEqual({ exitCode: 2, sent: 0 })
  expect(stderr).toContain('error[REPLAY_TOO_LARGE]: one replay takes 20000 notifications, or 256')
  expect(stderr).toContain('try: --seq 1-10000, --session ID or --only STATUS')
})
