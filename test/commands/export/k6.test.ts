import { spawnSync } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { startEndpoint, startFixedEndpoint } from '../../helpers/endpoint.ts'
import { playK6Module } from '../../helpers/play-scenario.ts'
import { runCli, startCli } from '../../helpers/run-cli.ts'
import { makeTempDir } from '../../helpers/temp-dir.ts'

const ENDPOINT = 'http://127.0.0.1:9/webhook'

/** The module on standard output, as a redirect would take it. */
async function exportK6(...flags: readonly string[]): Promise<string> {
  const { done, stdout } = startCli(['export', 'k6', ENDPOINT, ...flags])
  expect(await done).toMatchObject({ exitCode: 0, stdout: '' })
  return stdout.bytes.toString()
}

/** The arrivals that a module asks for. */
async function arrivalsOf(...flags: readonly string[]): Promise<Record<string, unknown>> {
  const { result } = await playK6Module([ENDPOINT, ...flags], { sessions: 0 })
  const { scenarios } = result.options as { scenarios: { sessions: Record<string, unknown> } }
  return scenarios.sessions
}

test('the module is a constant arrival rate of sessions, 50 in a second for a minute', async () => {
  expect(await arrivalsOf()).toEqual({
    executor: 'constant-arrival-rate',
    ...{ rate: 50, timeUnit: '1s', duration: '60000ms' },
    // A session of the default flow has 6 notifications, of 200 ms each by our assumption.
    ...{ preAllocatedVUs: 60, maxVUs: 600 },
    // The longest has 8, which may take 30 s each.
    gracefulStop: '240000ms',
  })
})

test('a rate that is no whole number is one in a longer time', async () => {
  const flags = ['--rate', '0.25/s', '--duration', '1500ms', '--flow', 'no-id']
  expect(await arrivalsOf(...flags, '--timeout', '2s')).toMatchObject({
    ...{ rate: 25, timeUnit: '100s', duration: '1500ms' },
    ...{ preAllocatedVUs: 10, maxVUs: 100, gracefulStop: '2000ms' },
  })
})

test('VUs are counted for sessions that take long, to a limit', async () => {
  const paced = ['--flow', 'id-selfie', '--pace', '10s', '--rate', '100', '--timeout', '1s']
  // Three gaps of 10 s and four answers of 200 ms, a hundred times in a second.
  expect(await arrivalsOf(...paced)).toMatchObject({
    ...{ preAllocatedVUs: 3080, maxVUs: 10_000, gracefulStop: '34000ms' },
  })
})

test('the thresholds are met when every notification was acknowledged, and only then', async () => {
  const { url } = await startFixedEndpoint(204)
  const good = await playK6Module([url, '--flow', 'id-selfie'])
  expect(good.result).toMatchObject({
    checks: { passes: 4, fails: 0 },
    thresholds: { checks: true, dropped_iterations: true },
  })
  const flaky = await startEndpoint((response, _, index) => {
    response.writeHead(index === 2 ? 500 : 204).end()
  })
  const bad = await playK6Module([flaky.url, '--flow', 'id-selfie'])
  expect(bad.result).toMatchObject({
    checks: { passes: 3, fails: 1 },
    thresholds: { checks: false, dropped_iterations: true },
  })
})

test('what k6 keeps of a request is its status, and never the URL', async () => {
  const { url } = await startFixedEndpoint(204)
  const { result } = await playK6Module([`${url}?team=a`, '--flow', 'no-id'])
  expect(result.tags).toEqual([
    { name: 'ONBOARDING_FINISHED' },
    { onboarding_status: 'ONBOARDING_FINISHED' },
    { onboarding_status: 'ONBOARDING_FINISHED' },
    { flow: 'no-id' },
  ])
})

test('a gap counts from due time to due time: what an answer took is no part of it', async () => {
  const { url } = await startEndpoint((response) => {
    setTimeout(() => response.writeHead(204).end(), 60)
  })
  const { result } = await playK6Module([url, '--flow', 'id-selfie', '--pace', '100ms'])
  const slept = result.sleeps.reduce((sum, each) => sum + each, 0)
  // Three gaps of 100 ms, less three answers; a timer may end a millisecond early.
  expect(slept).toBeLessThan(0.3 - 3 * 0.059)
})

test('--insecure and the certificate of the endpoint', async () => {
  const of = async (...flags: string[]): Promise<unknown> =>
    (await playK6Module([ENDPOINT, ...flags], { sessions: 0 })).result.options[
      'insecureSkipTLSVerify'
    ]
  expect([await of(), await of('--insecure')]).toEqual([false, true])
})

test.each([
  [[]],
  [['--strict', '--no-external-customer-id', '--oauth-url', 'https://a.example/t']],
])(
  "the module with %j holds to k6's published types",
  async (flags) => {
    const dir = makeTempDir()
    symlinkSync(resolve('node_modules'), join(dir, 'node_modules'))
    writeFileSync(join(dir, 'load.js'), await exportK6(...flags))
    const options = {
      ...{ allowJs: true, checkJs: true, noEmit: true, skipLibCheck: true, types: ['k6'] },
      ...{ target: 'es2020', lib: ['es2020'], module: 'esnext', moduleResolution: 'bundler' },
      strict: false,
    }
    const config = JSON.stringify({ compilerOptions: options, files: ['load.js'] })
    writeFileSync(join(dir, 'tsconfig.json'), config)
    const tsc = resolve('node_modules/.bin/tsc')
    const { status, stdout } = spawnSync(tsc, ['-p', dir], { encoding: 'utf8' })
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
  },
  60_000,
)

test('a comment on top says what the module reads, what it leaves out, and how to run it', async () => {
  const text = await exportK6('--token', 'abcdef-token')
  expect(
    text
      .split('\n')
      .filter((line) => line.startsWith('// '))
      .slice(0, 6)
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "// Written by hookstep 0.0.0-test: the sessions that hookstep load sends, for another engine.
    // Run it only against an endpoint that is yours: k6 run FILE
    // It reads from the environment, and holds no secret itself:
    //   HOOKSTEP_TOKEN  the bearer token
    // Not here, and only in hookstep load: --retry, --duplicate, --ramp, --warmup, --seed, --assert; a limit of
    // 1 MiB for the body of an answer; the answers that a tunnel gives in the place of the endpoint."
  `)
})

test('what to run next is told, on standard error', async () => {
  const cwd = makeTempDir()
  const toFile = await runCli(['export', 'k6', ENDPOINT, '--out', "o'load.js"], { cwd })
  expect(toFile).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: `note: a scenario of 3000 sessions written to o'load.js\n  try: k6 run 'o'\\''load.js'\n`,
  })
  const env = { HOOKSTEP_TOKEN: 'abcdef-token' }
  const toStream = await runCli(['export', 'k6', ENDPOINT, '--rate', '0.1', '--duration', '1s'], {
    env,
  })
  expect(toStream.stderr).toBe(
    'note: a scenario of 1 session, which reads HOOKSTEP_TOKEN\n  try: k6 run FILE\n',
  )
})
