import { mkdirSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judgeSession } from '../../src/contract/judge-session.ts'
import { openFixtureLibrary } from '../../src/fixtures/fixture-library.ts'
import { renderNotification } from '../../src/fixtures/render-notification.ts'
import {
  findClosedPort,
  startEndpoint,
  startFixedEndpoint,
  startRawEndpoint,
} from '../helpers/endpoint.ts'
import { jsonLines, runCli, startCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

interface Body {
  readonly interviewId: string
  readonly externalCustomerId?: string
  readonly onboardingStatus: string
}

const bodyOf = (bytes: Buffer): Body => JSON.parse(bytes.toString()) as Body

/** Sends one notification and gives the exit code and the attempt's record. */
async function sendOne(url: string, ...flags: string[]) {
  const result = await runCli(['send-sequence', url, '--statuses', 'EXPIRED', '--json', ...flags])
  const attempt = jsonLines(result.stdout).find(({ type }) => type === 'attempt')
  return { exitCode: result.exitCode, attempt }
}

test.each([
  ['204', 204, {}, ''],
  ['200 JSON', 200, JSON_TYPE, '{"success":true}'],
  ['200 JSON with a charset', 200, { 'content-type': 'application/json; charset=utf-8' }, '{}'],
])('%s is acknowledged, exit 0', async (_, httpStatus, headers, body) => {
  const { url } = await startFixedEndpoint(httpStatus, headers, body)
  const { exitCode, attempt } = await sendOne(url)
  expect(exitCode).toBe(0)
  expect(attempt).toMatchObject({ httpStatus, verdict: 'acknowledged', reason: null, warnings: [] })
})

test.each([
  ['200 HTML', 'WRONG_MEDIA_TYPE', 200, { 'content-type': 'text/html' }, '<p>ok'],
  ['200 without a type', 'WRONG_MEDIA_TYPE', 200, {}, '{"success":true}'],
  ['201', 'WRONG_STATUS', 201, JSON_TYPE, '{}'],
  ['202', 'WRONG_STATUS', 202, JSON_TYPE, '{}'],
  ['404', 'WRONG_STATUS', 404, {}, ''],
  ['500', 'WRONG_STATUS', 500, JSON_TYPE, '{}'],
])('%s is rejected with %s, exit 1', async (_, reason, httpStatus, headers, body) => {
  const { url } = await startFixedEndpoint(httpStatus, headers, body)
  const { exitCode, attempt } = await sendOne(url)
  expect(exitCode).toBe(1)
  expect(attempt).toMatchObject({ httpStatus, verdict: 'rejected', reason })
})

test('302 is rejected with REDIRECT, and the second server gets no request', async () => {
  const second = await startFixedEndpoint(204)
  const { url } = await startFixedEndpoint(302, { location: second.url })
  expect(await sendOne(url)).toMatchObject({
    exitCode: 1,
    attempt: { httpStatus: 302, reason: 'REDIRECT' },
  })
  expect(second.received).toHaveLength(0)
})

test.each([
  [
    'a truncated body',
    'PROTOCOL',
    (s: Socket) =>
      s.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{'),
  ],
  ['a hang', 'TIMEOUT', () => {}],
  ['a reset', 'RESET', (s: Socket) => s.resetAndDestroy()],
])('%s is rejected with %s, exit 1', async (_, reason, onRequest) => {
  const { url } = await startRawEndpoint(onRequest)
  const { exitCode, attempt } = await sendOne(url, '--timeout', '200ms')
  expect(exitCode).toBe(1)
  expect(attempt).toMatchObject({ httpStatus: null, verdict: 'rejected', reason })
})

test('a refused connection is rejected with CONNECTION_REFUSED, exit 1', async () => {
  const url = `http://127.0.0.1:${await findClosedPort()}/`
  expect(await sendOne(url)).toMatchObject({
    exitCode: 1,
    attempt: { reason: 'CONNECTION_REFUSED' },
  })
})

test('a 200 that says success: false is a warning, and a rejection with --strict', async () => {
  const { url } = await startFixedEndpoint(200, JSON_TYPE, '{"success":false}')
  expect(await sendOne(url)).toMatchObject({
    exitCode: 0,
    attempt: { verdict: 'acknowledged', warnings: ['SUCCESS_FALSE'] },
  })
  expect(await sendOne(url, '--strict')).toMatchObject({
    exitCode: 1,
    attempt: { reason: 'SUCCESS_FALSE' },
  })
})

test('full sends 18 notifications; each session arrives in its own order, byte-equal to its rendered fixture', async () => {
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stdout } = await runCli(['send-sequence', endpoint.url, '--json'])
  expect(exitCode).toBe(0)
  expect(jsonLines(stdout).at(-1)).toMatchObject({
    type: 'summary',
    deliveries: 18,
    acknowledged: 18,
    rejected: 0,
    attempts: 18,
    notSent: 0,
  })
  expect(endpoint.received).toHaveLength(18)
  const library = await openFixtureLibrary({
    shippedFolder: new URL('../../fixtures/', import.meta.url),
    cwd: '/',
  })
  const sessions = new Map<string, Buffer[]>()
  for (const { body } of endpoint.received) {
    const { interviewId } = bodyOf(body)
    sessions.set(interviewId, [...(sessions.get(interviewId) ?? []), body])
  }
  const flow = await library.loadFlow('full')
  expect(
    [...sessions.values()].map((bodies) => bodies.map((body) => bodyOf(body).onboardingStatus)),
  ).toEqual(flow.sessions.map(({ statuses }) => statuses))
  for (const [interviewId, bodies] of sessions) {
    expect(interviewId).toMatch(/^[0-9a-f]{24}$/)
    expect(judgeSession(bodies.map((body) => bodyOf(body).onboardingStatus))).toEqual([])
    for (const body of bodies) {
      const { externalCustomerId = null, onboardingStatus } = bodyOf(body)
      const fixture = await library.loadNotification(onboardingStatus)
      expect(body).toEqual(
        Buffer.from(renderNotification(fixture, { interviewId, externalCustomerId })),
      )
    }
  }
})

test('a delivery record follows each attempt', async () => {
  const { url } = await startFixedEndpoint(204)
  const { stdout } = await runCli(['send-sequence', url, '--flow', 'id', '--json'])
  expect(jsonLines(stdout).map(({ type }) => type)).toEqual([
    'attempt',
    'delivery',
    'attempt',
    'delivery',
    'attempt',
    'delivery',
    'summary',
  ])
  expect(jsonLines(stdout)[1]).toMatchObject({
    type: 'delivery',
    attempts: 1,
    verdict: 'acknowledged',
    reason: null,
    flow: 'id',
  })
})

test('people get a line per notification, a table by session and the totals', async () => {
  const { url } = await startEndpoint((response: ServerResponse, { body }) => {
    if (bodyOf(body).onboardingStatus === 'FACE_VALIDATION_FINISHED')
      response.writeHead(200, { 'content-type': 'text/html' }).end('hi')
    else response.writeHead(204).end()
  })
  const { stdout, stderr, exitCode } = await runCli(
    ['send-sequence', url, '--flow', 'id-selfie', '--interview-id', '664283755e0f8e1b87fcc2ce'],
    { columns: 80 },
  )
  const masked = stdout
    .replaceAll(/\d\d:\d\d:\d\d/g, 'HH:MM:SS')
    .replaceAll(/ +\d+ ms/g, '   N ms')
    .replaceAll(/in\s+N ms/g, 'in N ms')
  expect(masked.replaceAll(/\x1b\[\d+m/g, '')).toMatchInlineSnapshot(`
    "
    id-selfie  664283755e0f8e1b87fcc2ce  Customer#0001
    HH:MM:SS  c2ce  ID_VALIDATION_FINISHED    204   N ms  acknowledged
    HH:MM:SS  c2ce  FACE_VALIDATION_FINISHED  200   N ms  rejected
              WRONG_MEDIA_TYPE 200 with text/html: send Content-Type:
              application/json, or answer 204
    HH:MM:SS  c2ce  POST_PROCESSING_FINISHED  204   N ms  acknowledged
    HH:MM:SS  c2ce  ONBOARDING_FINISHED       204   N ms  acknowledged

    session    interviewId               sent  acknowledged  rejected  slowest
    id-selfie  664283755e0f8e1b87fcc2ce     4             3         1   N ms

    3 of 4 notifications acknowledged, 1 rejected (WRONG_MEDIA_TYPE 1) in N ms
    "
  `)
  expect(stderr).toContain('(our assumption, the vendor')
  expect(exitCode).toBe(1)
})

test.each([20, 40, 60, 80, 120])(
  'nothing is wider than a terminal of %d columns',
  async (columns) => {
    const { url } = await startFixedEndpoint(500)
    const { stdout, stderr } = await runCli(['send-sequence', url, '--no-color'], { columns })
    const tooWide = `${stdout}${stderr}`
      .split('\n')
      .filter((line) => line.length > Math.max(columns, 36))
    expect(tooWide).toEqual([])
  },
)

test('headers, token and payload variant reach the endpoint', async () => {
  const endpoint = await startFixedEndpoint(204)
  const flags = [
    '-H',
    'X-Api-Key: a:b',
    '--header',
    'X-Two: 2',
    '--token',
    'tok',
    '--payload',
    'legacy',
    '--external-customer-id',
    'me',
  ]
  const { stderr } = await runCli(['send-sequence', endpoint.url, '--flow', 'no-id', ...flags])
  expect(endpoint.received[0]?.headers).toMatchObject({
    'x-api-key': 'a:b',
    'x-two': '2',
    authorization: 'Bearer tok',
    'content-type': 'application/json',
    'user-agent': 'hookstep/0.0.0-test',
  })
  expect(bodyOf(endpoint.received[0]?.body ?? Buffer.alloc(0))).toMatchObject({ externalId: 'me' })
  expect(stderr).toContain(
    'warning: --token on the command line can be read by others on this machine',
  )
})

test('--no-external-customer-id leaves the field out', async () => {
  const endpoint = await startFixedEndpoint(204)
  await runCli(['send-sequence', endpoint.url, '--flow', 'no-id', '--no-external-customer-id'])
  expect(bodyOf(endpoint.received[0]?.body ?? Buffer.alloc(0))).not.toHaveProperty(
    'externalCustomerId',
  )
})

test('several flows are sent one after another, wherever the URL stands', async () => {
  const endpoint = await startFixedEndpoint(204)
  const statuses = () =>
    endpoint.received.splice(0).map(({ body }) => bodyOf(body).onboardingStatus)
  await runCli(['send-sequence', endpoint.url, '--flow', 'no-id', 'never-started-expired'])
  expect(statuses()).toEqual(['ONBOARDING_FINISHED', 'EXPIRED'])
  await runCli(['send-sequence', '--flow', 'no-id,never-started-expired', endpoint.url])
  expect(statuses()).toEqual(['ONBOARDING_FINISHED', 'EXPIRED'])
  await runCli(['send-sequence', '--flow', 'no-id', 'never-started-expired', endpoint.url])
  expect(statuses()).toEqual(['ONBOARDING_FINISHED', 'EXPIRED'])
})

test('an illegal order is sent, with a warning', async () => {
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stderr } = await runCli([
    'send-sequence',
    endpoint.url,
    '--statuses',
    'EXPIRED, ONBOARDING_FINISHED',
  ])
  expect(endpoint.received).toHaveLength(2)
  expect(exitCode).toBe(0)
  expect(stderr).toContain(
    'warning: statuses: ONBOARDING_FINISHED after the end: EXPIRED had already come (R9, inferred)',
  )
})

test('documented says itself that the vendor would not send it', async () => {
  const endpoint = await startFixedEndpoint(204)
  const { stderr } = await runCli(['send-sequence', endpoint.url, '--flow', 'documented'])
  expect(endpoint.received).toHaveLength(10)
  expect(stderr).toContain(
    'warning: flow documented: one session cannot be approved, rejected and expired',
  )
})

test('UNKNOWN is sent with --include-unknown only', async () => {
  const endpoint = await startFixedEndpoint(204)
  expect(await runCli(['send-sequence', endpoint.url, '--statuses', 'UNKNOWN'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--include-unknown') as string,
  })
  expect(endpoint.received).toHaveLength(0)
  await runCli(['send-sequence', endpoint.url, '--flow', 'no-id', '--include-unknown'])
  expect(endpoint.received.map(({ body }) => bodyOf(body).onboardingStatus)).toEqual([
    'UNKNOWN',
    'ONBOARDING_FINISHED',
  ])
})

test('--stop-on-failure tells what was not sent', async () => {
  const { url } = await startFixedEndpoint(500)
  const { exitCode, stdout } = await runCli(['send-sequence', url, '--stop-on-failure'])
  expect(stdout).toContain(
    '0 of 18 notifications acknowledged, 1 rejected (WRONG_STATUS 1), 17 not sent',
  )
  expect(exitCode).toBe(1)
})

test("the user's own fixtures and variables are used", async () => {
  const dir = makeTempDir()
  mkdirSync(join(dir, 'notifications'))
  writeFileSync(
    join(dir, 'notifications', 'EXPIRED.json'),
    '{"interviewId":"{{interviewId}}","onboardingStatus":"EXPIRED","n":1.0,"c":"{{country}}"}',
  )
  const endpoint = await startFixedEndpoint(204)
  const args = [
    'send-sequence',
    endpoint.url,
    '--statuses',
    'EXPIRED',
    '--fixtures',
    dir,
    '--interview-id',
    'i',
  ]
  expect((await runCli([...args, '--var', 'country=M"X'])).exitCode).toBe(0)
  expect(endpoint.received[0]?.body.toString()).toBe(
    '{"interviewId":"i","onboardingStatus":"EXPIRED","n":1.0,"c":"M\\"X"}',
  )
  expect(await runCli(args)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--var country=VALUE') as string,
  })
  expect(endpoint.received).toHaveLength(1)
})

test.each([
  ['BAD_URL', ['ftp://h/'], 'http:// or https://'],
  ['BAD_URL', ['file:///etc/passwd'], ''],
  ['BAD_URL', ['http://['], ''],
  ['BAD_URL', ['http://a b/'], ''],
  ['BAD_URL', ['localhost:3000/hook'], 'http://localhost:3000/hook'],
  ['BAD_URL', ['http://user:secret@h/'], '--token'],
  ['MISSING_URL', [], ''],
  ['MISSING_URL', ['--flow', 'URL'], ''],
  ['UNKNOWN_FLOW', ['URL', '--flow', 'nope'], 'hookstep fixtures list'],
  ['UNKNOWN_STATUS', ['URL', '--statuses', 'EXPIRED,NOPE'], ''],
  ['UNKNOWN_FLOW', ['URL', '--flow', 'ful'], 'did you mean full?'],
  ['UNKNOWN_STATUS', ['URL', '--statuses', 'expired'], 'did you mean EXPIRED?'],
  ['UNKNOWN_STATUS', ['URL', '--statuses', 'EXPIRD'], 'did you mean EXPIRED?'],
  ['FIXTURES_FOLDER', ['URL', '--fixtures', '/nope'], ''],
  ['ONE_SESSION_ONLY', ['URL', '--interview-id', 'x'], '--flow'],
  ['BAD_HEADER', ['URL', '-H', 'X: a\r\nY: b'], ''],
  ['BAD_HEADER', ['URL', '-H', 'X: a\0'], ''],
  ['BAD_HEADER', ['URL', '-H', 'Host: evil'], ''],
  ['BAD_HEADER', ['URL', '-H', 'content-length: 1'], ''],
  ['BAD_HEADER', ['URL', '-H', 'nocolon'], ''],
  ['BAD_HEADER', ['URL', '-H', 'b ad: 1'], ''],
  ['BAD_TOKEN', ['URL', '--token', 'a b'], ''],
  ['BAD_DURATION', ['URL', '--timeout', 'soon'], '--timeout 30s'],
  ['BAD_DURATION', ['URL', '--timeout', '0'], '--timeout 30s'],
  ['BAD_DURATION', ['URL', '--pace', 'slow'], ''],
  ['BAD_VARIABLE', ['URL', '--var', 'x'], ''],
  ['USAGE', ['URL', '--payload', 'odd'], 'hookstep send-sequence --help'],
  ['NO_STATUS', ['URL', '--statuses', ''], '--statuses ID'],
  ['NO_STATUS', ['URL', '--statuses', ' ,'], ''],
  ['BAD_DURATION', ['URL', '--pace', '600h'], ''],
  ['BAD_ID', ['URL', '--interview-id', '', '--flow', 'id'], ''],
  ['BAD_ID', ['URL', '--external-customer-id', ''], '--no-external-customer-id'],
  ['BAD_VARIABLE', ['URL', '--var', 'interviewId=x'], '--interview-id'],
  ['USAGE', ['URL', '--nope'], ''],
  ['USAGE', ['URL', '--timeout'], ''],
  ['USAGE', ['URL', '--timeout', '1s', '--timeout', '2s'], ''],
  ['USAGE', ['URL', '--flow', 'id', '--statuses', 'EXPIRED'], ''],
  ['USAGE', ['URL', 'another'], ''],
])('%s ends %j with exit 2 and nothing sent', async (code, args, hint) => {
  const endpoint = await startFixedEndpoint(204)
  const argv = args.map((word) => word.replace('URL', endpoint.url))
  const { exitCode, stdout, stderr } = await runCli(['send-sequence', ...argv])
  expect({ exitCode, stdout, sent: endpoint.received.length }).toEqual({
    exitCode: 2,
    stdout: '',
    sent: 0,
  })
  expect(stderr).toContain(`error[${code}]: `)
  expect(stderr).toContain(hint)
  expect(stderr).not.toContain('secret')
})

test('a broken fixture is exit 2, names file, field and value, and nothing is sent', async () => {
  const dir = makeTempDir()
  mkdirSync(join(dir, 'notifications'))
  writeFileSync(
    join(dir, 'notifications', 'ONBOARDING_FINISHED.json'),
    '{"interviewId":7,"onboardingStatus":"ONBOARDING_FINISHED"}',
  )
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stderr } = await runCli(['send-sequence', endpoint.url, '--fixtures', dir])
  expect({ exitCode, sent: endpoint.received.length }).toEqual({ exitCode: 2, sent: 0 })
  expect(stderr).toContain(
    'notifications/ONBOARDING_FINISHED.json: /interviewId: expected a non-empty string, found 7',
  )
})

test('an error is an object on stderr with --json', async () => {
  const { stdout, stderr } = await runCli(['send-sequence', 'ftp://h', '--json'])
  expect(stdout).toBe('')
  expect(jsonLines(stderr)).toEqual([
    {
      type: 'error',
      code: 'BAD_URL',
      message: '"ftp://h" is not an http or https URL',
      hint: 'http:// or https://',
      exitCode: 2,
    },
  ])
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s in a wait ends with a partial report and exit %d', async (signal, exitCode) => {
  const endpoint = await startFixedEndpoint(204)
  const cli = startCli(['send-sequence', endpoint.url, '--pace', '10m'])
  await cli.stdout.until(/acknowledged/)
  cli.interrupt(signal)
  const result = await cli.done
  expect(result.exitCode).toBe(exitCode)
  expect(result.stdout).toContain('1 of 18 notifications acknowledged, 17 not sent')
})

test('text from the endpoint is made harmless', async () => {
  const { url } = await startFixedEndpoint(302, { location: 'http://x/\u009b2J' })
  const { stdout } = await runCli(['send-sequence', url, '--statuses', 'EXPIRED'])
  expect(stdout).toContain('http://x/\\x9b2J')
  const json = await runCli([
    'send-sequence',
    url,
    '--statuses',
    'EXPIRED',
    '--external-customer-id',
    'a\u202eb\u001b[2J',
    '--json',
  ])
  expect(json.stdout).not.toMatch(/[\u202e\u001b]/)
  expect(jsonLines(json.stdout)[0]).toMatchObject({ externalCustomerId: 'a\u202eb\u001b[2J' })
})

test.each([
  [
    { HOOKSTEP_TOKEN: 'tok', HOOKSTEP_HEADER: 'X-A: 1\nX-B: 2', HOOKSTEP_FLOW: 'no-id' },
    [],
    { authorization: 'Bearer tok', 'x-a': '1', 'x-b': '2' },
  ],
  [
    { HOOKSTEP_TOKEN: 'tok' },
    ['--token', 'flag', '--flow', 'no-id'],
    { authorization: 'Bearer flag' },
  ],
])('the environment %j fills in what the flags leave out', async (env, flags, headers) => {
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stderr } = await runCli(['send-sequence', endpoint.url, ...flags], { env })
  expect(exitCode).toBe(0)
  expect(endpoint.received).toHaveLength(1)
  expect(endpoint.received[0]?.headers).toMatchObject(headers)
  expect(stderr.includes('can be read by others')).toBe(flags.length > 0)
})

test('a switch is set by 1 and left alone by 0; a bad value names the variable', async () => {
  const { url } = await startFixedEndpoint(500)
  const run = (value: string) =>
    runCli(['send-sequence', url, '--flow', 'id'], { env: { HOOKSTEP_STOP_ON_FAILURE: value } })
  expect((await run('1')).stdout).toContain('2 not sent')
  expect((await run('0')).stdout).not.toContain('not sent')
  expect(await run('maybe')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('HOOKSTEP_STOP_ON_FAILURE: expected 1 or 0') as string,
  })
  expect(await runCli(['send-sequence', url], { env: { HOOKSTEP_TIMEOUT: 'x' } })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('HOOKSTEP_TIMEOUT: expected a duration, found "x"') as string,
  })
  expect(await runCli(['send-sequence', url], { env: { HOOKSTEP_PAYLOAD: 'x' } })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('error[BAD_VARIABLE_VALUE]: HOOKSTEP_PAYLOAD: ') as string,
  })
})

test('an empty variable is none', async () => {
  const endpoint = await startFixedEndpoint(204)
  const env = { HOOKSTEP_TOKEN: '', HOOKSTEP_STATUSES: '', HOOKSTEP_TIMEOUT: '' }
  expect((await runCli(['send-sequence', endpoint.url], { env })).exitCode).toBe(0)
  expect(endpoint.received).toHaveLength(18)
})

test('a flag on the command line wins over a variable that excludes it', async () => {
  const endpoint = await startFixedEndpoint(204)
  const env = { HOOKSTEP_STATUSES: 'EXPIRED' }
  await runCli(['send-sequence', endpoint.url, '--flow', 'id'], { env })
  expect(endpoint.received).toHaveLength(3)
})

test('the switches of every command have variables too', async () => {
  const argv = ['send-sequence', 'ftp://x']
  expect(jsonLines((await runCli(argv, { env: { HOOKSTEP_JSON: '1' } })).stderr)).toMatchObject([
    { code: 'BAD_URL' },
  ])
  expect(
    (await runCli(argv, { env: { HOOKSTEP_NO_COLOR: '1' }, columns: 80 })).stderr,
  ).not.toContain('\u001b')
  expect((await runCli(argv, { env: { HOOKSTEP_DEBUG: 'true' } })).stderr).toMatch(/^ +at /m)
})
