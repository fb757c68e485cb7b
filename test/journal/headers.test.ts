import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hashSecrets, secretNames } from '../../src/journal/headers.ts'
import { makeRecord, openTestJournal, readAll } from './rig.ts'

test('secret values are hashed, in any case of the name and every time', () => {
  const secrets = secretNames(['X-Api-Key'])
  const headers = [
    ['AUTHORIZATION', 'Bearer a'],
    ['Cookie', 'b'],
    ['proxy-authorization', 'c'],
    ['x-api-KEY', 'Bearer a'],
    ['x-other', 'd'],
  ] as const
  expect(hashSecrets(headers, secrets)).toEqual([
    ['AUTHORIZATION', 'sha256:122c4e37'],
    ['Cookie', 'sha256:3e23e816'],
    ['proxy-authorization', 'sha256:2e7d2c03'],
    ['x-api-KEY', 'sha256:122c4e37'],
    ['x-other', 'd'],
  ])
})

test('a canary in a secret header is not in the file (J10)', async () => {
  const { journal, path } = await openTestJournal({ secretHeaders: ['X-Secret'] })
  const rawHeaders = [
    ['Authorization', 'Bearer canary-1'],
    ['x-secret', 'canary-2'],
  ] as const
  await journal.append(makeRecord(1, { rawHeaders }))
  expect(readFileSync(path, 'utf8')).not.toContain('canary')
  const [entry] = await readAll(path)
  expect(JSON.stringify(entry)).toMatch(/"Authorization","sha256:[0-9a-f]{8}"\]/)
})
