import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEndpoint, startFixedEndpoint, type Endpoint } from '../helpers/endpoint.ts'
import { jsonLines, runCli, startCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { steadyMs } from '../helpers/steady-clock.ts'

function statusesAt({ received }: Endpoint): string[] {
  return received.map(
    ({ body }) => (JSON.parse(body.toString()) as { onboardingStatus: string }).onboardingStatus,
  )
}

test('--retry vendor --time-scale 1000x makes six attempts, and tells each', async () => {
  const endpoint = await startFixedEndpoint(500)
  const { exitCode, stdout } = await runCli([
    'send-sequence',
    endpoint.url,
    '--flow',
    'no-id',
    '--retry',
    'vendor',
    '--time-scale',
    '1000x',
  ])
  expect(exitCode).toBe(1)
  expect(endpoint.received).toHaveLength(6)
  expect(stdout).toContain('waiting 30 ms: attempt 2 of ONBOARDING_FINISHED')
  expect(stdout).toContain('rejected (attempt 6)')
  expect(stdout).toMatch(
    /0 of 1 notification acknowledged, 1 rejected \(WRONG_STATUS 1\) in .* and 6 attempts/,
  )
})

test('a late arrival is real: later statuses overtake one that waits', async () => {
  let failures = 0
  const endpoint = await startEndpoint((response, { body }) => {
    const isFirst = body.toString().includes('FACE_VALIDATION') && (failures += 1) === 1
    response.writeHead(isFirst ? 500 : 204).end()
  })
  const argv = [
    'send-sequence',
    endpoint.url,
    '--flow',
    'id-selfie',
    '--retry',
    'vendor',
    '--time-scale',
    '20x',
  ]
  expect((await runCli(argv)).exitCode).toBe(0)
  expect(statusesAt(endpoint)).toEqual([
    'ID_VALIDATION_FINISHED',
    'FACE_VALIDATION_FINISHED',
    'POST_PROCESSING_FINISHED',
    'ONBOARDING_FINISHED',
    'FACE_VALIDATION_FINISHED',
  ])
})

test('in a terminal, what is waited for stands in live lines that leave no trace in a pipe', async () => {
  const { url } = await startFixedEndpoint(500)
  const argv = [
    'send-sequence',
    url,
    '--flow',
    'no-id',
    '--retry',
    'legacy',
    '--time-scale',
    '300x',
    '--no-color',
  ]
  const terminal = await runCli(argv, { columns: 40 })
  expect(terminal.stdout).toContain('no-id 0101 waiting 1 s: attempt 2 of O…\n')
  expect(terminal.stdout).toContain('\r\u001b[1A\u001b[0J')
  expect((await runCli(argv)).stdout).not.toContain('\u001b')
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s in a wait ends at once with a partial report',
  async (signal) => {
    const { url } = await startFixedEndpoint(500)
    const cli = startCli([
      'send-sequence',
      url,
      '--flow',
      'id',
      '--retry',
      'vendor',
      '--retry-order',
      'blocking',
    ])
    await cli.stdout.until(/waiting 30 s: attempt 2/)
    const before = steadyMs()
    cli.interrupt(signal)
    const { exitCode, stdout } = await cli.done
    expect(steadyMs() - before).toBeLessThan(100)
    expect(exitCode).toBe(signal === 'SIGINT' ? 130 : 143)
    expect(stdout).toContain(
      '0 of 3 notifications acknowledged, 1 rejected (WRONG_STATUS 1), 2 not sent',
    )
  },
)

test('a notification that was on its way at Ctrl+C is told as such, not as never sent', async () => {
  let arrived = (): void => {}
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const { url } = await startEndpoint(() => arrived())
  const cli = startCli(['send-sequence', url])
  await arrival
  cli.interrupt()
  expect(await cli.done).toMatchObject({
    exitCode: 130,
    stdout: expect.stringContaining('1 rejected (INTERRUPTED 1), 17 not sent') as string,
  })
})

test('the same seed sends the same sequence twice, another seed another one, and the seed is told', async () => {
  const send = async (seed: string) => {
    const endpoint = await startFixedEndpoint(204)
    const argv = [
      'send-sequence',
      endpoint.url,
      '--shuffle',
      '--duplicate',
      '0.3',
      '--drop',
      '0.2',
      '--seed',
      seed,
    ]
    const { stderr, exitCode } = await runCli(argv)
    expect(exitCode).toBe(0)
    return { statuses: statusesAt(endpoint), stderr }
  }
  const [first, again, other] = [await send('42'), await send('42'), await send('7')]
  expect(first.statuses).toEqual(again.statuses)
  expect(first.statuses).not.toEqual(other.statuses)
  expect(first.stderr).toMatch(/disorder on purpose: \d+ changes; --seed 42 repeats it/)
  expect(first.stderr).toMatch(/(moved from|dropped, was at|duplicated from) place \d/)
})

test('a seed is made up, told, and repeats the run', async () => {
  const endpoint = await startFixedEndpoint(204)
  const { stdout } = await runCli(['send-sequence', endpoint.url, '--shuffle', '--json'])
  const first = statusesAt(endpoint).splice(0)
  endpoint.received.length = 0
  const seed = String(jsonLines(stdout).at(-1)?.['seed'])
  expect(jsonLines(stdout)[0]).toMatchObject({ type: 'disorder', action: 'moved' })
  await runCli(['send-sequence', endpoint.url, '--shuffle', '--seed', seed])
  expect(statusesAt(endpoint)).toEqual(first)
})

test('--late FINISHED holds ONBOARDING_FINISHED back, without a seed', async () => {
  const endpoint = await startFixedEndpoint(204)
  const { stderr } = await runCli([
    'send-sequence',
    endpoint.url,
    '--flow',
    'manual-approved',
    '--late',
    'FINISHED',
  ])
  expect(statusesAt(endpoint).at(-1)).toBe('ONBOARDING_FINISHED')
  expect(stderr).toContain('disorder on purpose: 2 changes\n')
  expect(
    await runCli(['send-sequence', endpoint.url, '--flow', 'id', '--late', 'EXPIRED']),
  ).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--late: no session sends "EXPIRED"') as string,
  })
})

test.each([
  ['--time-scale', '0x'],
  ['--time-scale', 'fast'],
  ['--duplicate', '1.5'],
  ['--drop', '-1'],
  ['--seed', '1e3'],
  ['--retry', 'often'],
  ['--retry-order', 'odd'],
  ['--report', 'pdf'],
])('%s %s is exit 2', async (flag, value) => {
  const endpoint = await startFixedEndpoint(204)
  const { exitCode } = await runCli(['send-sequence', endpoint.url, `${flag}=${value}`])
  expect({ exitCode, sent: endpoint.received.length }).toEqual({ exitCode: 2, sent: 0 })
})

test('reports are written whole into the folder, and told', async () => {
  const cwd = makeTempDir()
  const { url } = await startFixedEndpoint(500)
  const { stderr, exitCode } = await runCli(
    [
      'send-sequence',
      url,
      '--flow',
      'id',
      '--report',
      'junit,json,har,markdown',
      '--report-dir',
      'out',
    ],
    { cwd },
  )
  expect(exitCode).toBe(1)
  expect(readdirSync(join(cwd, 'out')).sort()).toEqual([
    'hookstep-junit.xml',
    'hookstep.har',
    'hookstep.json',
    'hookstep.md',
  ])
  expect(stderr.match(/^wrote .*out\/hookstep/gm)).toHaveLength(4)
})

const CANARIES = {
  token: 'canary-bearer-0001',
  header: 'canary-header-0002',
  cookie: 'canary-cookie-0003',
  secret: 'canary-secret-0004',
  issued: 'canary-issued-0005',
}

/** Runs with every report, and gives all that came out: streams and files. */
async function everythingFrom(
  flags: string[],
  env: Record<string, string>,
  respond: Parameters<typeof startEndpoint>[0],
): Promise<string> {
  const cwd = makeTempDir()
  const endpoint = await startEndpoint(respond)
  const argv = [
    'send-sequence',
    endpoint.url,
    '--flow',
    'id',
    '--report',
    'junit,json,har,markdown',
    ...flags,
  ]
  const json = await runCli([...argv, '--json'], { cwd, env })
  const text = await runCli(argv, { cwd, env, columns: 80 })
  expect(endpoint.received.length).toBeGreaterThan(0)
  const files = readdirSync(join(cwd, 'reports')).map((name) =>
    readFileSync(join(cwd, 'reports', name), 'utf8'),
  )
  expect(files).toHaveLength(4)
  return [json.stdout, json.stderr, text.stdout, text.stderr, ...files].join('\n')
}

/** An endpoint that gives back whatever it was told, in every place that a report might show. */
const echo: Parameters<typeof startEndpoint>[0] = (response, { headers }) => {
  const all = Object.values(headers).join(' ')
  const body = JSON.stringify({ echo: headers, again: all })
  response
    .writeHead(302, {
      location: `http://x/?a=${encodeURIComponent(all)}`,
      'set-cookie': `sid=${CANARIES.cookie}`,
      'x-echo': all,
      'content-type': 'application/json',
    })
    .end(body)
}

test('a canary secret given by flag or environment is found nowhere in what comes out', async () => {
  const byFlag = await everythingFrom(
    [
      '--token',
      CANARIES.token,
      '-H',
      `X-Api-Key: ${CANARIES.header}`,
      '-H',
      `Cookie: a=${CANARIES.cookie}`,
    ],
    {},
    echo,
  )
  const byEnvironment = await everythingFrom(
    [],
    { HOOKSTEP_TOKEN: CANARIES.token, HOOKSTEP_HEADER: `X-Api-Key: ${CANARIES.header}` },
    echo,
  )
  for (const output of [byFlag, byEnvironment]) expect(output).not.toMatch(/canary/)
})

test('a canary in the client secret and in the token answer is found nowhere', async () => {
  const auth = await startFixedEndpoint(
    200,
    { 'content-type': 'application/json' },
    JSON.stringify({ access_token: CANARIES.issued, expires_in: 60 }),
  )
  const output = await everythingFrom(
    ['--oauth-url', auth.url, '--client-id', 'me'],
    { HOOKSTEP_CLIENT_SECRET: CANARIES.secret },
    echo,
  )
  expect(output).not.toMatch(/canary/)
  expect(output).not.toContain(Buffer.from(`me:${CANARIES.secret}`).toString('base64'))
})

test('a canary secret in the configuration is found nowhere, be it literal or from the environment', async () => {
  const file = join(makeTempDir(), 'hookstep.config.json')
  const headers = { 'X-Api-Key': CANARIES.header, Cookie: `a=${CANARIES.cookie}` }
  writeFileSync(file, JSON.stringify({ token: '${MY_TOKEN}', headers }), { mode: 0o600 })
  const output = await everythingFrom(['--config', file], { MY_TOKEN: CANARIES.token }, echo)
  writeFileSync(file, JSON.stringify({ token: CANARIES.token, headers }), { mode: 0o644 })
  const literal = await everythingFrom(['--config', file], {}, echo)
  for (const each of [output, literal]) expect(each).not.toMatch(/canary/)
})

test('--show-secrets shows them on the screen, and in no report', async () => {
  const cwd = makeTempDir()
  const { url } = await startEndpoint(echo)
  const argv = [
    'send-sequence',
    url,
    '--flow',
    'no-id',
    '--token',
    CANARIES.token,
    '--show-secrets',
    '--report',
    'junit,json,har,markdown',
  ]
  expect((await runCli(argv, { cwd })).stdout).toContain(CANARIES.token)
  for (const name of readdirSync(join(cwd, 'reports')))
    expect(readFileSync(join(cwd, 'reports', name), 'utf8')).not.toContain(CANARIES.token)
})

test('a secret in an error is redacted too', async () => {
  const { stderr } = await runCli([
    'send-sequence',
    'http://127.0.0.1:1/',
    '--token',
    'canary secret with spaces',
  ])
  expect(stderr).toContain('BAD_TOKEN')
  expect(stderr).not.toContain('canary')
})
