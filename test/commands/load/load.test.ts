import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findClosedPort, startEndpoint, startFixedEndpoint } from '../../helpers/endpoint.ts'
import { jsonLines, runCli, startCli } from '../../helpers/run-cli.ts'
import { makeTempDir } from '../../helpers/temp-dir.ts'
import { startTokenEndpoint } from '../../helpers/token-endpoint.ts'

const TEN = ['--sessions', '10', '--concurrency', '4', '--seed', '7']

interface Body {
  readonly interviewId: string
  readonly externalCustomerId?: string
  readonly onboardingStatus: string
}

const bodies = (received: readonly { readonly body: Buffer }[]): Body[] =>
  received.map(({ body }) => JSON.parse(body.toString()) as Body)

/** The statuses of each session, in the order in which they came. */
function ordersOf(received: readonly { readonly body: Buffer }[]): string[][] {
  const orders = new Map<string, string[]>()
  for (const { interviewId, onboardingStatus } of bodies(received)) {
    orders.set(interviewId, [...(orders.get(interviewId) ?? []), onboardingStatus])
  }
  return [...orders.values()]
}

test('load sends whole sessions, each in order, and tells how they were answered, exit 0', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const { exitCode, stdout, stderr } = await runCli(['load', url, ...TEN, '--flow', 'id-selfie'], {
    random: { bytes: (count) => randomBytes(count) },
  })
  expect(exitCode).toBe(0)
  const orders = ordersOf(received)
  expect(orders).toHaveLength(10)
  for (const order of orders) {
    expect(order).toEqual([
      'ID_VALIDATION_FINISHED',
      'FACE_VALIDATION_FINISHED',
      'POST_PROCESSING_FINISHED',
      'ONBOARDING_FINISHED',
    ])
  }
  expect(stderr).toBe(
    `POST ${url}: 10 sessions, 4 at a time, flow id-selfie, connections are kept alive\n`,
  )
  expect(stdout).toMatch(/^status +count +p50 +p90 +p99 +p99\.9 +max +rejected\n/)
  expect(stdout).toMatch(/\nFACE_VALIDATION_FINISHED +10( +[\d.]+){5} +0\n/)
  expect(stdout).toMatch(/\nall +40( +[\d.]+){5} +0\n/)
  expect(stdout).toContain('\n40 of 40 notifications acknowledged\n10 of 10 sessions done in ')
})

test('a rejection is exit 1, with its reason and the mend', async () => {
  const { url } = await startEndpoint((response, _, index) => {
    response.writeHead(index === 3 ? 500 : 204).end()
  })
  const { exitCode, stdout } = await runCli(['load', url, ...TEN, '--flow', 'id'])
  expect(exitCode).toBe(1)
  expect(stdout).toContain(
    '29 of 30 notifications acknowledged, 1 rejected (3.33 %): WRONG_STATUS 1',
  )
  expect(stdout).toMatch(/ {2}WRONG_STATUS 1: 500 × 1\n {4}try: the app failed/)
})

test('with --assert the thresholds alone decide, and the missed one is named', async () => {
  const { url } = await startEndpoint((response, _, index) => {
    response.writeHead(index === 3 ? 500 : 204).end()
  })
  const held = await runCli(['load', url, ...TEN, '--flow', 'id', '--assert', 'rejected<5%'])
  expect(held).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('held    rejected<5%'),
  })
  const { url: bad } = await startFixedEndpoint(500)
  const limits = ['--assert', 'p50<3600s,rejected<5%']
  const named = await runCli(['load', bad, ...TEN, '--flow', 'id', ...limits])
  expect(named.exitCode).toBe(1)
  expect(named.stdout).toContain('missed  rejected<5%  was 100 %\n')
  expect(named.stdout).toContain('held    p50<3600s')
})

test('--json prints a summary, with its last progress before it, and nothing else', async () => {
  const { url } = await startFixedEndpoint(204)
  const argv = ['load', url, ...TEN, '--flow', 'id', '--json', '--assert', 'rate>0']
  const { stdout, stderr } = await runCli(argv)
  const records = jsonLines(stdout)
  expect(new Set(records.slice(0, -1).map(({ type }) => type))).toEqual(new Set(['progress']))
  expect(records.at(-2)).toMatchObject({ type: 'progress', attempts: 30, share: 1 })
  expect(records.at(-1)).toMatchObject({
    type: 'summary',
    url,
    verdict: 'passed',
    seed: 7,
    model: { kind: 'closed', concurrency: 4 },
    sessions: { started: 10, finished: 10 },
    attempts: 30,
    acknowledged: 30,
    rejected: 0,
    reasons: {},
    assertions: [{ text: 'rate>0', held: true }],
    interrupted: false,
  })
  expect(stderr).toBe('')
})

test('the same seed chooses the same flows, by their weights', async () => {
  const kinds = async (seed: string): Promise<string[]> => {
    const { url, received } = await startFixedEndpoint(204)
    const mix = 'no-id=7,never-started-expired=1'
    const argv = ['--sessions', '40', '--concurrency', '1', '--seed', seed, '--flow', mix]
    await runCli(['load', url, ...argv])
    return bodies(received).map(({ onboardingStatus }) => onboardingStatus)
  }
  const first = await kinds('7')
  expect(await kinds('7')).toEqual(first)
  expect(await kinds('8')).not.toEqual(first)
  expect(first.filter((status) => status === 'ONBOARDING_FINISHED').length).toBeGreaterThan(25)
  expect(first).toContain('EXPIRED')
})

test('--rate begins sessions on schedule, in the open model', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const argv = ['--rate', '200/s', '--sessions', '20', '--flow', 'no-id', '--json']
  const { exitCode, stdout } = await runCli(['load', url, ...argv])
  expect(exitCode).toBe(0)
  expect(received).toHaveLength(20)
  const summary = jsonLines(stdout).at(-1)
  expect(summary).toMatchObject({ model: { kind: 'open', ratePerSecond: 200 } })
  // The last one is due after 95 ms: earlier would be no schedule.
  expect(summary?.['durationMs']).toBeGreaterThanOrEqual(94)
})

test('token, headers, external id and payload go as in send-sequence', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const argv = ['--sessions', '2', '--flow', 'no-id', '-H', 'X-Tenant: acme']
  await runCli(['load', url, ...argv, '--no-external-customer-id'], {
    env: { HOOKSTEP_TOKEN: 'a-token-of-this-test' },
  })
  expect(received).toHaveLength(2)
  for (const { headers, body } of received) {
    expect(headers).toMatchObject({
      authorization: 'Bearer a-token-of-this-test',
      'x-tenant': 'acme',
      'content-type': 'application/json',
    })
    expect(JSON.parse(body.toString())).not.toHaveProperty('externalCustomerId')
  }
})

test('one access token serves all sessions that begin at once (hardening O8)', async () => {
  const tokens = await startTokenEndpoint('token-of-all')
  const { url, received } = await startFixedEndpoint(204)
  const argv = ['--sessions', '200', '--concurrency', '200', '--flow', 'no-id']
  const oauth = ['--oauth-url', tokens.url, '--client-id', 'me']
  const { exitCode } = await runCli(['load', url, ...argv, ...oauth], {
    env: { HOOKSTEP_CLIENT_SECRET: 'secret-of-the-client' },
  })
  expect(exitCode).toBe(0)
  expect(tokens.received).toHaveLength(1)
  expect(new Set(received.map(({ headers }) => headers['authorization']))).toEqual(
    new Set(['Bearer token-of-all']),
  )
})

test('Ctrl+C gives what was measured until then, and its reports, exit 130', async () => {
  const cwd = makeTempDir()
  let answered = 0
  const endpoint = await startEndpoint((response) => {
    answered += 1
    // The later ones get no answer: something is under way when the run is interrupted.
    if (answered <= 12) response.writeHead(204).end()
    if (answered === 16) cli.interrupt()
  })
  const argv = ['--sessions', '1000', '--concurrency', '4', '--flow', 'no-id']
  const cli = startCli(['load', endpoint.url, ...argv, '--report', 'json'], { cwd })
  const { exitCode, stdout, stderr } = await cli.done
  expect(exitCode).toBe(130)
  expect(stdout).toContain('interrupted: this is what was measured until then\n')
  expect(stdout).toContain('12 of 12 notifications acknowledged\n')
  expect(stdout).toContain('4 notifications had no answer yet\n')
  expect(stderr).toMatch(/\nwrote .+reports\/hookstep\.json\n$/)
  const report: unknown = JSON.parse(readFileSync(join(cwd, 'reports/hookstep.json'), 'utf8'))
  expect(report).toMatchObject({ verdict: 'interrupted', attempts: 12, unanswered: 4 })
})

test('every report is written, and holds no secret', async () => {
  const cwd = makeTempDir()
  const secret = 'canary-header-value-0001'
  const { url } = await startFixedEndpoint(204)
  const argv = ['--sessions', '2', '--report', 'html,json,markdown,hdr', '-H', `X-Key: ${secret}`]
  const { stdout, stderr } = await runCli(['load', `${url}?key=${secret}`, ...argv], { cwd })
  const names = readdirSync(join(cwd, 'reports'))
  expect(names.toSorted()).toEqual([
    'hookstep.hgrm',
    'hookstep.html',
    'hookstep.json',
    'hookstep.md',
  ])
  const texts = names.map((name) => readFileSync(join(cwd, 'reports', name), 'utf8'))
  for (const text of [stdout, stderr, ...texts]) expect(text).not.toContain(secret)
})

test('a folder that cannot be written to is found out before anything is sent, exit 3', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const argv = ['--report', 'json', '--report-dir', '/dev/null/reports']
  const { exitCode, stderr } = await runCli(['load', url, '--sessions', '2', ...argv])
  expect(exitCode).toBe(3)
  expect(stderr).toContain('error[REPORT_NOT_WRITTEN]')
  expect(received).toEqual([])
})

test('an endpoint that is not there is exit 1, with CONNECTION_REFUSED', async () => {
  const port = await findClosedPort()
  const argv = ['--sessions', '3', '--flow', 'no-id']
  const { exitCode, stdout } = await runCli(['load', `http://127.0.0.1:${port}/`, ...argv])
  expect(exitCode).toBe(1)
  expect(stdout).toContain('3 rejected (100 %): CONNECTION_REFUSED 3')
})

test.each([
  [['--concurrency', '5', '--rate', '5'], 'USAGE'],
  [['--sessions', '0'], 'BAD_NUMBER'],
  [['--rate', '0'], 'BAD_NUMBER'],
  [['--duration', '0'], 'USAGE'],
  [['--assert', 'p98<1s'], 'BAD_ASSERTION'],
  [['--flow', 'id=x'], 'BAD_MIX'],
  [['--flow', 'nothing-of-the-kind'], 'UNKNOWN_FLOW'],
  [['--report', 'junit'], 'BAD_REPORT'],
  [['--duplicate', '2'], 'BAD_CHANCE'],
] as const)('load %j is wrong usage, and nothing is sent', async (argv, code) => {
  const { url, received } = await startFixedEndpoint(204)
  const { exitCode, stderr } = await runCli(['load', url, ...argv])
  expect([exitCode, stderr.split(':')[0]]).toEqual([2, `error[${code}]`])
  expect(received).toEqual([])
})

test('the URL, the mix and the header may come from the environment', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const env = {
    HOOKSTEP_URL: url,
    HOOKSTEP_FLOW: 'no-id=1',
    HOOKSTEP_SESSIONS: '3',
    HOOKSTEP_CONCURRENCY: '1',
  }
  const { exitCode } = await runCli(['load'], { env })
  expect([exitCode, received.length]).toEqual([0, 3])
})
