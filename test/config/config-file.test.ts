import { chmodSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { readConfigFile } from '../../src/config/config-file.ts'
import { writeConfig } from '../../src/config/write-config.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

const NAME = 'hookstep.config.json'

function folderWith(content: string | Uint8Array): { dir: string; file: string } {
  const dir = realpathSync(makeTempDir())
  const file = join(dir, NAME)
  writeFileSync(file, content)
  return { dir, file }
}

test('the file is found upwards, the nearest first', async () => {
  const { dir, file } = folderWith('{}')
  const deep = join(dir, 'a', 'b')
  mkdirSync(deep, { recursive: true })
  expect(await readConfigFile(deep, undefined)).toMatchObject({ path: file, text: '{}' })
  writeFileSync(join(dir, 'a', NAME), '{"port":1}')
  expect(await readConfigFile(deep, undefined)).toMatchObject({ text: '{"port":1}' })
})

test('no file is no error, a file that was asked for and is missing is one', async () => {
  const dir = makeTempDir()
  expect(await readConfigFile(dir, undefined)).toBeNull()
  await expect(readConfigFile(dir, 'x.json')).rejects.toMatchObject({
    code: 'CONFIG_MISSING',
    exitCode: 2,
    message: `there is no configuration file ${join(dir, 'x.json')}`,
    hint: 'hookstep init',
  })
})

test('what cannot be read as a file is named', async () => {
  const { dir, file } = folderWith('{}')
  await expect(readConfigFile(dir, '.')).rejects.toMatchObject({
    code: 'CONFIG_UNREADABLE',
    message: `${dir}: not a file`,
  })
  await expect(readConfigFile(dir, `${file}/x`)).rejects.toMatchObject({ code: 'CONFIG_MISSING' })
  await expect(readConfigFile(dir, 'x\0y')).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE' })
})

test.each([
  ['a byte order mark', Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]), 'byte order mark'],
  ['UTF-16, little end first', Buffer.from('\ufeff{}', 'utf16le'), 'byte order mark'],
  ['UTF-16, big end first', Buffer.from([0xfe, 0xff, 0x00, 0x7b]), 'byte order mark'],
  ['Latin-1', Buffer.from('{"url":"é"}', 'latin1'), 'not UTF-8'],
  ['more than 1 MiB', Buffer.alloc(1024 * 1024 + 1, ' '), '1048577 bytes, and 1 MiB is the most'],
])('%s is refused', async (_, content, problem) => {
  const { dir, file } = folderWith(content)
  await expect(readConfigFile(dir, undefined)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    exitCode: 2,
    message: expect.stringMatching(`^${file}: .*${problem}`) as string,
  })
})

test('exactly 1 MiB is read', async () => {
  const { dir } = folderWith(Buffer.alloc(1024 * 1024, ' '))
  expect((await readConfigFile(dir, undefined))?.text).toHaveLength(1024 * 1024)
})

test.each([
  [0o600, false],
  [0o640, false],
  [0o644, true],
])('mode %o: world-readable %s', async (mode, expected) => {
  const { dir, file } = folderWith('{}')
  chmodSync(file, mode)
  expect((await readConfigFile(dir, undefined))?.isWorldReadable).toBe(expected)
})

test('$schema leads to the schema of the installation', async () => {
  const dir = makeTempDir()
  const root = pathToFileURL(join(dir, 'node_modules', 'hookstep', '/'))
  await writeConfig(join(dir, NAME), { port: 1 }, root)
  expect(JSON.parse(readFileSync(join(dir, NAME), 'utf8'))).toEqual({
    $schema: './node_modules/hookstep/schemas/hookstep.config.schema.json',
    port: 1,
  })
})

test('a configuration that cannot be written is the fault of the environment', async () => {
  const dir = makeTempDir()
  await expect(
    writeConfig(join(dir, 'none', 'c.json'), {}, new URL('../../', import.meta.url)),
  ).rejects.toMatchObject({ code: 'CONFIG_NOT_WRITABLE', exitCode: 3 })
})
