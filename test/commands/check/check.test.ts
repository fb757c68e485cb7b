import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RULES } from '../../../src/contract/rules/rule-list.ts'
import { findClosedPort, startEndpoint, startFixedEndpoint } from '../../helpers/endpoint.ts'
import { healthy } from '../../endpoints/healthy.ts'
import { startMortal } from '../../endpoints/mortal-server.ts'
import { jsonLines, runCli, startCli } from '../../helpers/run-cli.ts'
import { makeTempDir } from '../../helpers/temp-dir.ts'

const FAST = ['--rate', '10000']

test('check of a healthy endpoint says that it is ready, exit 0', async () => {
  const { url } = await startMortal(healthy())
  const { exitCode, stdout, stderr } = await runCli(['check', url, ...FAST])
  expect(stdout).toMatch(/\nscore 100 of 100: \d+ ok, 0 warn, 0 fail, \d+ skipped in .+\n/)
  expect(stdout).toMatch(/ready: no rule that counts is broken\n$/)
  expect(stderr).toBe(
    `trying ${RULES.length} rules on ${url}, at most 10000 requests a second on average\n`,
  )
  expect(exitCode).toBe(0)
})

test('check of an endpoint that answers 201 names the rule, its reason and its mend, exit 1', async () => {
  const { url } = await startFixedEndpoint(201)
  const { exitCode, stdout } = await runCli(['check', url, ...FAST, '--only', 'acknowledges'])
  expect(stdout).toContain('fail     ACK-HTTP-STATUS  Answers with 204 or 200  required\n')
  expect(stdout).toContain('try: answer 204 without a body\n')
  expect(stdout).toMatch(/not ready: a rule that counts is broken: ACK-HTTP-STATUS\n$/)
  expect(exitCode).toBe(1)
})

test('--json prints a finding for each rule and a summary, nothing else', async () => {
  const { url } = await startFixedEndpoint(204)
  const { stdout } = await runCli(['check', url, ...FAST, '--json', '--only', 'ACK-ID,REF-NULL'])
  const [first, second, third, fourth, summary, ...others] = jsonLines(stdout)
  expect(others).toEqual([])
  expect(first).toMatchObject({ type: 'finding', rule: 'ACK-ID', result: 'pass', advice: null })
  expect(second).toMatchObject({ type: 'finding', rule: 'REF-NULL', result: 'warn' })
  expect(third).toMatchObject({ type: 'finding', rule: 'SUR-LIVES-ON', result: 'pass' })
  expect(fourth).toMatchObject({ type: 'finding', rule: 'SUR-RATE', result: 'pass' })
  expect(summary).toMatchObject({ type: 'summary', pass: 3, warn: 1, fail: 0, score: 95 })
})

test.each([
  ['refuses', 500],
  ['survives', 500],
  ['REF-EMPTY', 401],
  ['ACK-MEDIA-TYPE', 500],
])(
  '--only %s has shown nothing of an endpoint that answers %i to everything: not ready, exit 1',
  async (only, status) => {
    const { url } = await startMortal((request, response) => {
      request.resume()
      response.writeHead(status).end()
    })
    const { exitCode, stdout } = await runCli(['check', url, ...FAST, '--only', only])
    expect(stdout).toMatch(/no score: /)
    expect(stdout).toContain(`not ready: no notification is acknowledged: ${status}`)
    expect(exitCode).toBe(1)
  },
)

test('what a baseline knows is told, and may hide the rest', async () => {
  const { url } = await startFixedEndpoint(500)
  const cwd = makeTempDir()
  const only = ['--only', 'refuses,ACK-HTTP-STATUS']
  await runCli(['check', url, ...FAST, ...only, '--write-baseline', 'known.json'], { cwd })
  const again = ['check', url, ...FAST, ...only, '--baseline', 'known.json']
  expect(await runCli(again, { cwd })).toMatchObject({ exitCode: 0 })
})

test('an endpoint that answers well and then dies is not ready, whatever was chosen', async () => {
  const { url } = await startMortal((request, response, life) => {
    request.resume().on('end', () => {
      response.writeHead(request.headers['content-length'] === '0' ? 400 : 204)
      response.end(() => request.headers['content-length'] === '0' && setImmediate(life.die))
    })
  })
  const argv = ['check', url, ...FAST, '--restart-wait', '200ms', '--only', 'REF-EMPTY']
  const { exitCode, stdout } = await runCli(argv)
  expect(stdout).toContain('dead after an empty body (REF-EMPTY): ')
  expect(stdout).toContain('stopped: the endpoint did not come back after REF-EMPTY')
  expect(exitCode).toBe(1)
})

test('a run in which no rule could be judged is not a good one', async () => {
  const { url } = await startFixedEndpoint(204)
  const { exitCode, stdout } = await runCli(['check', url, '--only', 'authenticates'])
  expect(stdout).toContain('not ready: no rule could be judged\n')
  expect(exitCode).toBe(1)
})

test('a wrong token that is nearly the right one is in no report, though the endpoint repeats it', async () => {
  const cwd = makeTempDir()
  const token = 'canary-abcdef-1234567890'
  const { url } = await startMortal((request, response) => {
    const { authorization = '' } = request.headers
    request.resume().on('end', () => {
      const isRight = authorization === `Bearer ${token}`
      response.writeHead(isRight ? 204 : 401, { 'www-authenticate': 'Bearer' })
      response.end(isRight ? undefined : `no: ${authorization}`)
    })
  })
  const argv = ['check', url, ...FAST, '--only', 'authenticates', '--report', 'har,json,html']
  await runCli(argv, { cwd, env: { HOOKSTEP_TOKEN: token } })
  for (const file of readdirSync(join(cwd, 'reports'))) {
    expect(readFileSync(join(cwd, 'reports', file), 'utf8')).not.toMatch(/canary-abc|1234567890/)
  }
})

test('an endpoint that wants credentials is told apart from one that is wrong', async () => {
  const { url } = await startFixedEndpoint(401)
  const { stdout } = await runCli(['check', url, ...FAST, '--only', 'ACK-HTTP-STATUS'])
  expect(stdout).toContain(
    'no notification is acknowledged: 401; no token was sent: --token, --oauth-url, or -H for a header of its own\n',
  )
})

test('--fail-on recommended counts what is recommended', async () => {
  const { url } = await startFixedEndpoint(200, { 'content-type': 'application/json' }, 'no JSON')
  const argv = ['check', url, ...FAST, '--only', 'ACK-BODY-JSON,ACK-ID']
  expect((await runCli(argv)).exitCode).toBe(0)
  expect((await runCli([...argv, '--fail-on', 'recommended'])).exitCode).toBe(1)
})

test('a baseline that was written lets the same failures pass, and only those', async () => {
  const cwd = makeTempDir()
  const { url } = await startFixedEndpoint(500)
  const argv = ['check', url, ...FAST, '--only', 'ACK-HTTP-STATUS']
  const first = await runCli([...argv, '--write-baseline', 'known.json'], { cwd })
  expect(first).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('wrote known.json') })
  const second = await runCli([...argv, '--baseline', 'known.json'], { cwd })
  expect(second.exitCode).toBe(0)
  expect(second.stdout).toContain(
    'known from the baseline: ACK-HTTP-STATUS\nno rule is broken but those that are known\n',
  )
  writeFileSync(join(cwd, 'known.json'), '{"version":1,"failures":["REF-NULL"]}')
  expect((await runCli([...argv, '--baseline', 'known.json'], { cwd })).exitCode).toBe(1)
})

test.each([
  [
    '--only',
    'ACK-FINISHD',
    'error[UNKNOWN_RULE]: --only: there is no rule or group "ACK-FINISHD"\n  try: --only ACK-FINISHED\n',
  ],
  ['--baseline', 'none.json', 'error[BASELINE_MISSING]: '],
  [
    '--rate',
    'fast',
    'error[BAD_NUMBER]: --rate: expected 0.1 to 10000 in a second, found "fast"\n  try: --rate 50/s\n',
  ],
  [
    '--report',
    'pdf',
    'error[BAD_REPORT]: --report: there is no format "pdf"\n  try: --report junit,html,json,har,markdown\n',
  ],
])('%s %s is refused before anything is sent', async (flag, value, message) => {
  const endpoint = await startFixedEndpoint(204)
  const result = await runCli(['check', endpoint.url, flag, value], { cwd: makeTempDir() })
  expect(result).toMatchObject({ exitCode: 2, stdout: '' })
  expect(result.stderr).toContain(message)
  expect(endpoint.received).toEqual([])
})

test('a URL that is missing is asked for', async () => {
  expect(await runCli(['check'], { cwd: makeTempDir() })).toMatchObject({
    exitCode: 2,
    stderr:
      'error[MISSING_URL]: the URL to send to is missing\n  try: hookstep check http://127.0.0.1:3000/webhook\n',
  })
})

test('where nobody listens, that is said once, and no rule is tried in vain', async () => {
  const url = `http://127.0.0.1:${await findClosedPort()}/`
  const { exitCode, stdout } = await runCli(['check', url])
  expect(exitCode).toBe(1)
  expect(stdout.match(/ fail {5}/g)).toHaveLength(1)
  expect(stdout).toContain('ACK-REACHABLE')
})

test('a host without an address is exit 3', async () => {
  const result = await runCli(['check', 'http://nowhere.invalid/', '--skip', 'destructive'])
  expect(result.exitCode).toBe(3)
  expect(result.stdout).toContain('the host name has no address')
})

test('the page that a public relay shows instead of the app is named (T10)', async () => {
  const page = '<html>Send the bypass-tunnel-reminder header</html>'
  const { url } = await startFixedEndpoint(401, { 'content-type': 'text/html' }, page)
  const { stdout } = await runCli(['check', url, ...FAST, '--only', 'acknowledges'])
  expect(stdout).toContain('401 from the tunnel relay itself, not the app\n')
  expect(stdout).toContain('not ready: a rule that counts is broken: ACK-REACHABLE\n')
})

test('all reports are written, and hold no secret', async () => {
  const cwd = makeTempDir()
  const { url } = await startMortal(
    healthy({ token: 'canary-token-1234', headers: { 'x-key': 'canary-key-5678' } }),
  )
  const argv = ['check', url, ...FAST, '--report', 'junit,html,json,har,markdown']
  const env = { HOOKSTEP_TOKEN: 'canary-token-1234', HOOKSTEP_HEADER: 'X-Key: canary-key-5678' }
  const { exitCode, stdout } = await runCli(argv, { cwd, env })
  expect({ exitCode, end: stdout.slice(-60) }).toMatchObject({ exitCode: 0 })
  const files = readdirSync(join(cwd, 'reports')).toSorted()
  expect(files).toEqual(
    [
      'hookstep-junit.xml',
      'hookstep.html',
      'hookstep.json',
      'hookstep.har',
      'hookstep.md',
    ].toSorted(),
  )
  for (const file of files) {
    expect(readFileSync(join(cwd, 'reports', file), 'utf8')).not.toMatch(/canary/)
  }
})

test('Ctrl+C gives what was found until then, exit 130', async () => {
  const { url } = await startFixedEndpoint(204)
  const { done, interrupt, stderr } = startCli(['check', url, '--rate', '20'])
  await stderr.until(/trying/)
  interrupt()
  const { exitCode, stdout } = await done
  expect(exitCode).toBe(130)
  expect(stdout).toContain('interrupted: the rest was not tried\n')
  expect(stdout).not.toMatch(/ready/)
})

test('Ctrl+C while the access token is awaited ends the run, exit 130, and nothing is sent', async () => {
  const endpoint = await startFixedEndpoint(204)
  let isAsked!: () => void
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve
  })
  const tokens = await startEndpoint(() => isAsked())
  const oauth = ['--oauth-url', tokens.url, '--client-id', 'me']
  const cli = startCli(['check', endpoint.url, ...oauth], {
    env: { HOOKSTEP_CLIENT_SECRET: 'a-secret-of-the-test' },
  })
  await asked
  cli.interrupt()
  const { exitCode, stdout, stderr } = await cli.done
  expect(stderr).not.toContain('error[')
  expect(stdout).toContain('interrupted: the rest was not tried\n')
  expect({ exitCode, received: endpoint.received }).toEqual({ exitCode: 130, received: [] })
})

test('--list tells the rules and sends nothing', async () => {
  const { stdout, exitCode } = await runCli([
    'check',
    '--list',
    '--only',
    'REF-NULL',
    '--skip',
    'SUR-LIVES-ON,SUR-RATE',
  ])
  expect({ stdout, exitCode }).toEqual({
    stdout: 'refuses\n  REF-NULL  Refuses null  recommended, may do harm\n',
    exitCode: 0,
  })
  const all = await runCli(['check', '--list', '--json'])
  expect(jsonLines(all.stdout).map(({ id }) => id)).toEqual(RULES.map(({ id }) => id))
})
