import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readBaseline, writeBaseline } from '../../src/config/baseline-file.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

function folderWith(content: string | Uint8Array): { dir: string; file: string } {
  const dir = makeTempDir()
  const file = join(dir, 'known.json')
  writeFileSync(file, content)
  return { dir, file }
}

test('a baseline is read from the folder of the run', async () => {
  const baseline = { version: 1, url: 'http://h.example/', failures: ['ACK-EXPIRED', 'REF-GZIP'] }
  const { dir, file } = folderWith(JSON.stringify(baseline))
  expect(await readBaseline(dir, 'known.json')).toEqual(baseline)
  expect(await readBaseline('/', file)).toEqual(baseline)
})

test('a baseline may be empty', async () => {
  const { dir } = folderWith('{"version":1,"failures":[]}')
  expect(await readBaseline(dir, 'known.json')).toEqual({ version: 1, failures: [] })
})

test('a baseline that is not there says how to make one', async () => {
  const dir = makeTempDir()
  await expect(readBaseline(dir, 'known.json')).rejects.toMatchObject({
    code: 'BASELINE_MISSING',
    exitCode: 2,
    message: `there is no baseline ${join(dir, 'known.json')}`,
    hint: expect.stringContaining('--write-baseline') as string,
  })
})

test('a folder is no baseline', async () => {
  const dir = makeTempDir()
  await expect(readBaseline(dir, '.')).rejects.toMatchObject({
    code: 'BASELINE_UNREADABLE',
    exitCode: 2,
    message: `${dir}: not a file`,
  })
})

test.each([
  ['no JSON', '{"version":1,}', 'not JSON at line 1, column 14: property name expected'],
  ['nothing', '', 'not JSON at line 1, column 1: value expected'],
  ['Latin-1', Buffer.from('"é"', 'latin1'), 'not UTF-8'],
  ['a list', '["ACK-ID"]', 'expected an object, found a list'],
  ['null', 'null', 'expected an object, found null'],
  ['no version', '{"failures":[]}', '/version: this key is missing'],
  [
    'another version',
    '{"version":2,"failures":[]}',
    '/version: expected 1, the one version that this hookstep knows, found 2',
  ],
  ['no failures', '{"version":1}', '/failures: this key is missing'],
  [
    'failures as a text',
    '{"version":1,"failures":"ACK-ID"}',
    '/failures: expected a list of ids of rules, found "ACK-ID"',
  ],
  [
    'a number among the ids',
    '{"version":1,"failures":["ACK-ID",7]}',
    '/failures/1: expected the id of a rule, found 7',
  ],
  ['a URL that is none', '{"version":1,"url":3,"failures":[]}', '/url: expected a string, found 3'],
  [
    'another key',
    '{"version":1,"failures":[],"Failures":[]}',
    '/Failures: this key is not known; the keys are version, url and failures',
  ],
])('a baseline of %s is refused, with the place', async (_, content, problem) => {
  const { dir, file } = folderWith(content)
  await expect(readBaseline(dir, 'known.json')).rejects.toMatchObject({
    code: 'BASELINE_INVALID',
    exitCode: 2,
    message: `${file}: ${problem}`,
  })
})

test.each([
  ['ACK-EXPIRE', 'did you mean ACK-EXPIRED?'],
  ['ack-expired', 'did you mean ACK-EXPIRED?'],
  ['something else', 'hookstep check --list'],
])('a rule that does not exist is named with the mend: %s', async (id, hint) => {
  const { dir, file } = folderWith(JSON.stringify({ version: 1, failures: ['ACK-ID', id] }))
  await expect(readBaseline(dir, 'known.json')).rejects.toMatchObject({
    code: 'BASELINE_INVALID',
    message: `${file}: /failures/1: there is no rule "${id}"`,
    hint,
  })
})

test('what was written is read again, and nothing else is left in the folder', async () => {
  const { dir, file } = folderWith('what was there before')
  const baseline = { version: 1, failures: ['ACK-ID'] } as const
  await writeBaseline(dir, 'known.json', baseline)
  expect(await readBaseline(dir, 'known.json')).toEqual(baseline)
  expect(readFileSync(file, 'utf8')).toBe(
    '{\n  "version": 1,\n  "failures": [\n    "ACK-ID"\n  ]\n}\n',
  )
  expect(readdirSync(dir)).toEqual(['known.json'])
})

test('a baseline that cannot be written is an error of the environment', async () => {
  const dir = makeTempDir()
  mkdirSync(join(dir, 'folder'))
  for (const path of ['missing/known.json', 'folder']) {
    await expect(writeBaseline(dir, path, { version: 1, failures: [] })).rejects.toMatchObject({
      code: 'BASELINE_NOT_WRITTEN',
      exitCode: 3,
      message: expect.stringContaining(join(dir, path)) as string,
    })
  }
})
