import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { startFixedEndpoint, startRawEndpoint } from '../helpers/endpoint.ts'

/**
 * The packed tarball, installed alone into an empty folder, as a user would have it. Nothing from the
 * repository is on its path.
 */
const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const DIR = mkdtempSync(join(tmpdir(), 'hookstep-packed-'))
const BIN = join(DIR, 'node_modules', '.bin', 'hookstep')
const MIB = 1024 * 1024

function npm(args: readonly string[], cwd: string) {
  const done = spawnSync('npm', args, { cwd, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`npm ${args.join(' ')} failed: ${done.stderr}`)
  return done
}

function hookstep(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(BIN, args, { cwd: DIR, encoding: 'utf8' })
  return { status, stdout, stderr }
}

let tarball = ''

beforeAll(() => {
  // The build runs in `prepare`, which `npm pack` calls.
  const packed = npm(['pack', '--silent', '--pack-destination', DIR], ROOT)
  tarball = join(DIR, readdirSync(DIR).find((name) => name.endsWith('.tgz')) ?? packed.stderr)
  writeFileSync(join(DIR, 'package.json'), '{"private":true}')
  npm(['install', '--offline', '--no-audit', '--no-fund', tarball], DIR)
  return () => rmSync(DIR, { recursive: true, force: true })
}, 120_000)

test('the package installs as one package of at most 2 MB', () => {
  expect(npm(['ls', '--all', '--parseable'], DIR).stdout.trim().split('\n')).toHaveLength(2)
  expect(statSync(tarball).size).toBeLessThanOrEqual(2 * MIB)
  const files = readdirSync(join(DIR, 'node_modules', 'hookstep'), {
    recursive: true,
    withFileTypes: true,
  })
  const bytes = files
    .filter((each) => each.isFile())
    .map((each) => statSync(join(each.parentPath, each.name)).size)
  expect(bytes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(2 * MIB)
})

test('it holds the licences of what is bundled, and no test or source', () => {
  const names = readdirSync(join(DIR, 'node_modules', 'hookstep'))
  expect(names.sort()).toEqual([
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'README.md',
    'bin',
    'dist',
    'docs',
    'fixtures',
    'package.json',
    'schemas',
  ])
  expect(readdirSync(join(DIR, 'node_modules', 'hookstep', 'dist'))).toContain(
    'THIRD-PARTY-LICENSES.txt',
  )
})

test('version and help answer', () => {
  expect(hookstep('--version')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
  })
  expect(hookstep('--help')).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringContaining('send-sequence') as string,
  })
})

test('the demo runs offline and exits 0', () => {
  const { status, stdout } = hookstep('demo')
  expect(stdout).toContain('18 of 18 notifications acknowledged')
  expect(status).toBe(0)
})

test('send-sequence exits 0 and 1 by what the endpoint answers, and 2 when the URL is wrong', async () => {
  const run = async (url: string): Promise<number | null> => {
    const child = spawn(BIN, ['send-sequence', url, '--flow', 'id'], { cwd: DIR, stdio: 'ignore' })
    const [code] = (await once(child, 'exit')) as [number | null]
    return code
  }
  const [good, bad] = [await startFixedEndpoint(204), await startFixedEndpoint(500)]
  expect([await run(good.url), await run(bad.url), await run('ftp://x')]).toEqual([0, 1, 2])
})

test('listen is ended by SIGINT with exit 0, and survives a closed pipe', async () => {
  const child = spawn(BIN, ['listen', '--port', '0', '--tunnel', 'none', '--json'], { cwd: DIR })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const { url } = JSON.parse(line.toString()) as { url: string }
  child.stdout.destroy()
  const body = '{"interviewId":"i","onboardingStatus":"EXPIRED"}'
  for (let round = 0; round < 3; round += 1) {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })
    expect(response.status).toBe(204)
  }
  child.kill('SIGINT')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('ps shows no secret, be it from the environment or from the command line', async () => {
  let arrived = (): void => {}
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const { url } = await startRawEndpoint(() => arrived())
  const argv = ['send', 'EXPIRED', url, '--token', 'canary-on-argv-0001']
  const env = { ...process.env, HOOKSTEP_HEADER: 'X-Api-Key: canary-in-env-0002' }
  const child = spawn(BIN, argv, { cwd: DIR, env, stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  await arrival
  const listed = spawnSync('ps', ['-o', 'args', '-p', String(child.pid)], {
    encoding: 'utf8',
  }).stdout
  expect(listed).toContain('hookstep')
  expect(listed).not.toContain('canary')
  expect(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')).not.toContain('canary')
})

test('the library entry can be imported, with its types', () => {
  mkdirSync(join(DIR, 'use'), { recursive: true })
  writeFileSync(
    join(DIR, 'use', 'a.mjs'),
    "import { isLegalSession, STATUSES } from 'hookstep'\nconsole.log(STATUSES.length, isLegalSession(['EXPIRED']))\n",
  )
  const { stdout } = spawnSync(process.execPath, ['use/a.mjs'], { cwd: DIR, encoding: 'utf8' })
  expect(stdout).toBe('11 true\n')
})
