import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { makeCertificate, startTlsEndpoint } from '../../helpers/certificates.ts'
import { startRawEndpoint } from '../../helpers/endpoint.ts'
import { playOnArtillery } from '../../helpers/play-scenario.ts'
import { runCli } from '../../helpers/run-cli.ts'
import { makeTempDir } from '../../helpers/temp-dir.ts'

const ENDPOINT = 'http://127.0.0.1:9/webhook?team=a'

async function exportTo(cwd: string, ...flags: readonly string[]) {
  return runCli(['export', 'artillery', ENDPOINT, ...flags], { cwd })
}

interface Script {
  readonly config: { readonly phases: readonly object[] }
}

async function scriptOf(...flags: readonly string[]): Promise<Script> {
  const cwd = makeTempDir()
  await exportTo(cwd, '--out', 'load.yml', ...flags)
  return parse(readFileSync(join(cwd, 'load.yml'), 'utf8')) as Script
}

test('the script is YAML: when sessions arrive, and that no notification may be rejected', async () => {
  expect(await scriptOf()).toEqual({
    config: {
      target: 'http://127.0.0.1:9',
      processor: './load.processor.cjs',
      phases: [{ name: 'sessions', duration: 60, arrivalRate: 50 }],
      plugins: { ensure: {} },
      ensure: { conditions: [{ expression: 'hookstep.rejected == 0' }] },
    },
    scenarios: [{ name: 'session', flow: [{ function: 'playSession' }] }],
  })
})

test.each([
  ['2.5/s', '10s', { duration: 10, arrivalCount: 25 }],
  ['7/s', '1500ms', { duration: '1500ms', arrivalRate: 7 }],
  ['0.1', '2s', { duration: 2, arrivalCount: 1 }],
])('%s for %s is %j, as Artillery takes whole numbers', async (rate, duration, phase) => {
  const { config } = await scriptOf('--rate', rate, '--duration', duration)
  expect(config.phases).toEqual([{ name: 'sessions', ...phase }])
})

test('both files lie side by side, for everybody to read, and the next command is told', async () => {
  const cwd = makeTempDir()
  const result = await exportTo(cwd, '-o', 'a b/load.yaml', '--rate', '1')
  expect(result).toEqual({
    exitCode: 0,
    stdout: '',
    stderr:
      'note: a scenario of 60 sessions written to a b/load.yaml and a b/load.processor.cjs\n' +
      "  try: npx artillery@2 run 'a b/load.yaml'\n",
  })
  expect(readdirSync(join(cwd, 'a b')).sort()).toEqual(['load.processor.cjs', 'load.yaml'])
  expect(statSync(join(cwd, 'a b/load.yaml')).mode & 0o777).toBe(0o644)
  expect(readFileSync(join(cwd, 'a b/load.yaml'), 'utf8')).toContain(
    'processor: "./load.processor.cjs"',
  )
})

test.each(['load.yml', 'load.processor.cjs'])(
  'where %s is there already, neither is written, unless --force replaces it',
  async (name) => {
    const cwd = makeTempDir()
    writeFileSync(join(cwd, name), 'mine')
    expect(await exportTo(cwd, '-o', 'load.yml')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(`^error\\[EXPORT_EXISTS\\]: \\S*${name} is there already\n  try: --force`),
      ) as string,
    })
    expect(readdirSync(cwd)).toEqual([name])
    expect((await exportTo(cwd, '-o', 'load.yml', '--force')).exitCode).toBe(0)
    expect(readFileSync(join(cwd, name), 'utf8')).toContain('Written by hookstep')
  },
)

test.each([
  [[], 'two files, which standard output cannot be'],
  [['-o', '-'], 'two files, which standard output cannot be'],
  [['-o', 'load.js'], 'Artillery takes a .yml file, found "load.js"'],
  [['-o', '.yml'], 'Artillery takes a .yml file, found ".yml"'],
])('a place that cannot hold them (%j) is wrong usage', async (flags, message) => {
  const cwd = makeTempDir()
  expect(await exportTo(cwd, ...flags)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(message) as string,
  })
  expect(readdirSync(cwd)).toEqual([])
})

test('a certificate that cannot be verified is TLS, unless --insecure accepts it', async () => {
  const port = await startTlsEndpoint(makeCertificate('localhost', 1))
  const argv = [`https://127.0.0.1:${port}/`, '--flow', 'no-id']
  expect((await playOnArtillery(argv)).result.reasons).toEqual({ TLS: 1 })
  const insecure = await playOnArtillery([...argv, '--insecure'])
  expect(insecure.result).toMatchObject({ acknowledged: 1, rejected: 0 })
})

test('what dies in the middle of an answer has broken the protocol; an unknown host is DNS', async () => {
  const { url } = await startRawEndpoint((socket) => {
    socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{')
  })
  expect((await playOnArtillery([url, '--flow', 'no-id'])).result.reasons).toEqual({ PROTOCOL: 1 })
  const unknown = await playOnArtillery(['http://nobody.invalid/', '--flow', 'no-id'])
  expect(unknown.result.reasons).toEqual({ DNS: 1 })
})
