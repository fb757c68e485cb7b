import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jsonLines, runCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

test('list names every flow and notification', async () => {
  const { exitCode, stdout } = await runCli(['fixtures', 'list'])
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^Flows\n {2}full +Three sessions/)
  expect(stdout).toMatch(/\nNotifications\n {2}UNKNOWN +The session exists/)
  const records = jsonLines((await runCli(['fixtures', 'list', '--json'])).stdout)
  expect(records).toHaveLength(26)
  expect(records[0]).toEqual({
    type: 'flow',
    name: 'full',
    description: expect.any(String) as string,
    isOwn: false,
    sessions: 3,
    notifications: 18,
  })
})

test.each([40, 80])('list fits %d columns', async (columns) => {
  const { stdout } = await runCli(['fixtures', 'list', '--no-color'], { columns })
  expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([])
})

test('show prints a notification, its rendered form, or a flow', async () => {
  expect((await runCli(['fixtures', 'show', 'EXPIRED'])).stdout).toContain('{{interviewId}}')
  const { stdout } = await runCli(['fixtures', 'show', 'EXPIRED', '--rendered'])
  expect(JSON.parse(stdout)).toMatchObject({
    externalCustomerId: 'Customer#0001',
    onboardingStatus: 'EXPIRED',
  })
  expect(JSON.parse((await runCli(['fixtures', 'show', 'full'])).stdout)).toMatchObject({
    name: 'full',
  })
})

test.each([
  ['expired', 'did you mean EXPIRED?'],
  ['EXPIRD', 'did you mean EXPIRED?'],
  ['ful', 'did you mean full?'],
  ['nothing-like-it', 'hookstep fixtures list'],
])('show of the unknown name %s is exit 2 with a hint', async (name, hint) => {
  const result = await runCli(['fixtures', 'show', name])
  expect(result).toMatchObject({
    exitCode: 2,
    stderr: `error[UNKNOWN_FIXTURE]: there is no status and no flow "${name}"\n  try: ${hint}\n`,
  })
})

test('show passes on what else is wrong', async () => {
  const dir = makeTempDir()
  mkdirSync(join(dir, 'notifications'))
  writeFileSync(join(dir, 'notifications', 'EXPIRED.json'), Buffer.from([0xff]))
  expect(await runCli(['fixtures', 'show', 'EXPIRED', '--fixtures', dir])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('not UTF-8') as string,
  })
})

test.each(['list', 'validate'])('%s takes a folder with --fixtures, and says so', async (name) => {
  expect(await runCli(['fixtures', name, 'my-fixtures'])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `error[USAGE]: too many arguments: "my-fixtures"\n  try: hookstep fixtures ${name} --fixtures my-fixtures\n`,
  })
})

test('validate counts the files, and names each problem', async () => {
  expect(await runCli(['fixtures', 'validate'])).toMatchObject({
    exitCode: 0,
    stdout: '26 fixtures checked, 0 broken\n',
  })
  const dir = makeTempDir()
  mkdirSync(join(dir, 'flows'))
  writeFileSync(join(dir, 'flows', 'mine.json'), '{}')
  const broken = await runCli(['fixtures', 'validate', '--fixtures', dir])
  expect(broken.exitCode).toBe(2)
  expect(broken.stdout).toContain('mine.json: /name: this field is missing')
  expect(broken.stdout).toContain('27 fixtures checked, 1 broken')
  const json = await runCli(['fixtures', 'validate', '--fixtures', dir, '--json'])
  expect(jsonLines(json.stdout)).toMatchObject([
    { type: 'error', code: 'FIXTURE_INVALID' },
    { type: 'summary', checked: 27, broken: 1 },
  ])
})

test('export writes a folder that can be used, and never overwrites unasked', async () => {
  const cwd = makeTempDir()
  const exported = await runCli(['fixtures', 'export', 'mine'], { cwd })
  expect(exported).toMatchObject({
    exitCode: 0,
    stderr: '27 files written. Use them with: --fixtures mine\n',
  })
  expect(readdirSync(join(cwd, 'mine')).sort()).toEqual(['README.md', 'flows', 'notifications'])
  const file = join(cwd, 'mine', 'notifications', 'EXPIRED.json')
  writeFileSync(file, 'mine')
  expect(await runCli(['fixtures', 'export', 'mine'], { cwd })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/FIXTURE_EXISTS.*is there already\n {2}try: --force/) as string,
  })
  expect(readFileSync(file, 'utf8')).toBe('mine')
  expect((await runCli(['fixtures', 'export', 'mine', '--force'], { cwd })).exitCode).toBe(0)
  expect((await runCli(['fixtures', 'validate', '--fixtures', 'mine'], { cwd })).exitCode).toBe(0)
  const { stdout } = await runCli(['fixtures', 'list', '--fixtures', 'mine'], { cwd })
  expect(stdout).toContain('(your own)')
})

test.each(['/dev/null/x', '/proc/x/y'])(
  'export into %s, which cannot be written, is exit 3',
  async (dir) => {
    expect(await runCli(['fixtures', 'export', dir])).toMatchObject({ exitCode: 3 })
  },
)
