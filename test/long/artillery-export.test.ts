import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { startEndpoint } from '../helpers/endpoint.ts'
import { jsonLines, runCli, startCli, type RunningCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

/** Artillery from npm, under a Node that it supports; it is big, and the first run fetches it. */
const ARTILLERY = ['-y', '-p', 'node@22', '-p', 'artillery@2.0.34', 'artillery']
/** It tells nobody of the run; and npm must not hold its Node to be the one that runs npm. */
const SETTINGS = { ARTILLERY_DISABLE_TELEMETRY: 'true', npm_config_engine_strict: 'false' }
const INSTALL_MS = 400_000
const RUN_MS = 120_000

interface Ended {
  readonly status: number | null
  readonly output: string
}

async function artillery(
  args: readonly string[],
  maxMs: number,
  env: Record<string, string> = {},
): Promise<Ended> {
  const child = spawn('npx', [...ARTILLERY, ...args], {
    env: { ...process.env, ...SETTINGS, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: maxMs,
  })
  const texts: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => texts.push(text))
  }
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, output: texts.join('') }
}

/** Why Artillery cannot be had here; null where it can. */
let absence: string | null = null

beforeAll(async () => {
  const { status, output } = await artillery(['version'], INSTALL_MS)
  if (status === 0) return
  absence = `npm could not install Artillery: ${output.slice(-500)}`
  console.log(absence)
}, INSTALL_MS + 10_000)

interface Notification {
  readonly interviewId: string
  readonly externalCustomerId: string
  readonly onboardingStatus: string
  readonly flags: readonly string[]
  readonly authenticated: boolean
}

async function records({
  stdout,
  interrupt,
  done,
}: RunningCli): Promise<Record<string, unknown>[]> {
  interrupt()
  await done
  return jsonLines(stdout.text)
}

const FLOWS: Readonly<Record<string, number>> = {
  'ID_VALIDATION_FINISHED FACE_VALIDATION_FINISHED POST_PROCESSING_FINISHED ONBOARDING_FINISHED MANUAL_REVIEW_APPROVED': 5,
  'ID_VALIDATION_FINISHED FACE_VALIDATION_FINISHED EXPIRED': 3,
}

test('every session of a run by Artillery arrives whole, in order, with a token that is still good', async (context) => {
  context.skip(absence !== null, absence ?? '')
  const flags = ['--port', '0', '--tunnel', 'none', '--no-journal', '--json']
  const cli = startCli(['listen', ...flags, '--oauth', '--token-ttl', '3s'])
  await cli.stdout.until(/"type":"ready".*\n/)
  const ready = jsonLines(cli.stdout.text).find(({ type }) => type === 'ready') ?? {}
  const cwd = makeTempDir()
  const mix = 'manual-approved=7,abandoned-expired=3'
  const argv = ['--flow', mix, '--rate', '20/s', '--duration', '10s', '--pace', '50ms']
  const oauth = ['--oauth-url', String(ready['tokenUrl'])]
  const target = ['export', 'artillery', String(ready['url']), ...oauth, '-o', 'load.yml']
  expect((await runCli([...target, ...argv], { cwd })).exitCode).toBe(0)
  const report = join(cwd, 'report.json')
  const run = await artillery(['run', join(cwd, 'load.yml'), '--output', report], RUN_MS, {
    HOOKSTEP_CLIENT_ID: String(ready['clientId']),
    HOOKSTEP_CLIENT_SECRET: String(ready['clientSecret']),
  })
  const all = await records(cli)
  const received = all.filter(({ type }) => type === 'notification') as unknown as Notification[]
  const sessions = new Map<string, Notification[]>()
  for (const each of received) {
    sessions.set(each.interviewId, [...(sessions.get(each.interviewId) ?? []), each])
  }
  const orders = [...sessions.values()].map((each) =>
    each.map(({ onboardingStatus }) => onboardingStatus).join(' '),
  )
  const customers = new Set(received.map(({ externalCustomerId }) => externalCustomerId))
  const tokens = all.filter(({ type }) => type === 'token').length
  const { aggregate } = JSON.parse(readFileSync(report, 'utf8')) as {
    aggregate: { counters: Record<string, number> }
  }
  const { counters } = aggregate
  console.log({ sessions: sessions.size, notifications: received.length, tokens, counters })
  expect({ status: run.status, output: run.output.slice(-300) }).toMatchObject({ status: 0 })
  expect([sessions.size, customers.size]).toEqual([200, 200])
  expect(orders.filter((order) => FLOWS[order] === undefined)).toEqual([])
  expect(received).toHaveLength(orders.reduce((sum, order) => sum + (FLOWS[order] ?? 0), 0))
  expect(received.filter((each) => each.flags.length > 0 || !each.authenticated)).toEqual([])
  expect(all.filter(({ type }) => type === 'refused')).toEqual([])
  // One for the run, and one each time that it was about to end: ten seconds and more, of 2.7 each.
  expect(tokens).toBeGreaterThanOrEqual(3)
  expect(tokens).toBeLessThanOrEqual(8)
  expect(counters).toMatchObject({
    'hookstep.acknowledged': received.length,
    'hookstep.rejected': 0,
    'hookstep.sessions': 200,
    'vusers.failed': 0,
  })
})

test('a run with a rejection fails, and counts it by its reason', async (context) => {
  context.skip(absence !== null, absence ?? '')
  const { url, received } = await startEndpoint((response, _, index) => {
    response.writeHead(index === 4 ? 500 : 204).end()
  })
  const cwd = makeTempDir()
  const argv = ['--flow', 'id-selfie', '--rate', '2.5/s', '--duration', '4s', '-o', 'load.yml']
  await runCli(['export', 'artillery', url, ...argv], { cwd })
  const { status, output } = await artillery(['run', join(cwd, 'load.yml')], RUN_MS)
  expect(received).toHaveLength(40)
  expect(output).toMatch(/hookstep\.rejected\.WRONG_STATUS: \.+ 1\n/)
  expect(output).toContain('fail: hookstep.rejected == 0')
  expect(status).toBe(1)
})
