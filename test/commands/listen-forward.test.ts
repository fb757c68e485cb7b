import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  findClosedPort,
  startEndpoint,
  startFixedEndpoint,
  startRawEndpoint,
} from '../helpers/endpoint.ts'
import { readAll } from '../journal/rig.ts'
import { jsonLines, runCli, startCli, type RunningCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

const BODY = '{"interviewId":"i1","onboardingStatus":"EXPIRED","n":12345678901234567890,"a":1.0}'

async function post(url: string, body = BODY): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    'X-Mixed-Case': 'kept',
    connection: 'close',
  }
  return fetch(`${url}?x=1`, { method: 'POST', body, headers })
}

async function listen(app: string, ...flags: string[]): Promise<{ cli: RunningCli; url: string }> {
  const common = ['listen', '--port', '0', '--tunnel', 'none', '--json', '--forward-to', app]
  const cli = startCli([...common, ...flags])
  const [, url = ''] = await cli.stdout.until(/"url":"(http:[^"]+)"/)
  return { cli, url }
}

async function end(cli: RunningCli) {
  cli.interrupt()
  return jsonLines((await cli.done).stdout)
}

test('the app gets the bytes and the headers, and its answer goes back as it came', async () => {
  const app = await startFixedEndpoint(
    200,
    { 'content-type': 'application/json; charset=utf-8', 'x-app': 'yes', 'set-cookie': 'a=1' },
    '{"ok":1.0}',
  )
  const { cli, url } = await listen(app.url, '-H', 'X-Added: own')
  const answer = await post(url)
  expect(answer.status).toBe(200)
  expect(await answer.text()).toBe('{"ok":1.0}')
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-app': 'yes',
    'set-cookie': 'a=1',
  })
  const [received] = app.received
  expect(received?.path).toBe('/webhook')
  expect(received?.body.toString()).toBe(BODY)
  expect(received?.headers).toMatchObject({
    'x-mixed-case': 'kept',
    'x-added': 'own',
    host: `127.0.0.1:${app.port}`,
  })
  expect(await end(cli)).toMatchObject([
    { type: 'ready' },
    { type: 'notification', seq: 1, httpStatus: 200 },
    { type: 'forward', seq: 1, httpStatus: 200, verdict: 'acknowledged', reason: null },
    { type: 'summary', received: 1 },
  ])
})

test('an answer that is no acknowledgement goes back all the same, and is judged', async () => {
  const app = await startFixedEndpoint(302, { location: 'http://127.0.0.1:1/' })
  const { cli, url } = await listen(app.url)
  const answer = await fetch(url, {
    method: 'POST',
    body: BODY,
    headers: { 'content-type': 'application/json' },
    redirect: 'manual',
  })
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe('http://127.0.0.1:1/')
  expect(await end(cli)).toContainEqual(
    expect.objectContaining({ type: 'forward', verdict: 'rejected', reason: 'REDIRECT' }),
  )
})

test('an app that is down is a 502, one that is too slow a 504, and one that floods a 502', async () => {
  const down = await listen(`http://127.0.0.1:${await findClosedPort()}/`)
  const hanging = await startRawEndpoint(() => {})
  const slow = await listen(hanging.url, '--forward-timeout', '80ms')
  const flood = await startFixedEndpoint(200, { 'content-type': 'text/plain' }, 'x'.repeat(2 ** 21))
  const large = await listen(flood.url)
  const answers = await Promise.all([post(down.url), post(slow.url), post(large.url)])
  const told = await Promise.all(
    answers.map(async (answer) => `${answer.status} ${await answer.text()}`),
  )
  expect(told).toEqual([
    '502 {"error":"app_down"}',
    '504 {"error":"app_too_slow"}',
    '502 {"error":"app_answer_too_large"}',
  ])
})

test('with --ack-first the sender is answered before the app, and the journal holds what became of it', async () => {
  let release = (): void => {}
  const app = await startEndpoint((response) => {
    release = () => void response.writeHead(500).end()
    cliSaw()
  })
  let cliSaw = (): void => {}
  const atApp = new Promise<void>((resolve) => (cliSaw = resolve))
  const path = join(makeTempDir(), 'journal.ndjson')
  const { cli, url } = await listen(app.url, '--ack-first', '--journal', path)
  expect((await post(url)).status).toBe(204)
  await atApp
  release()
  await cli.stdout.until(/"forward"/)
  await end(cli)
  const records = (await readAll(path)).map((entry) => entry.kind === 'record' && entry.record)
  expect(records).toMatchObject([
    { type: 'request', seq: 1, answer: { httpStatus: 204 } },
    { type: 'forward', seq: 1, httpStatus: 500, verdict: 'rejected', reason: 'WRONG_STATUS' },
  ])
})

test('without --ack-first the request is in the journal before the app is asked, then its forward and its reply', async () => {
  const path = join(makeTempDir(), 'journal.ndjson')
  let types: string[] = []
  const app = await startEndpoint((response) => {
    void readAll(path).then((entries) => {
      types = entries.map((entry) => (entry.kind === 'record' ? entry.record.type : entry.kind))
      response.writeHead(204).end()
    })
  })
  const { cli, url } = await listen(app.url, '--journal', path)
  expect((await post(url)).status).toBe(204)
  await end(cli)
  expect(types).toEqual(['request'])
  const records = (await readAll(path)).map((entry) => entry.kind === 'record' && entry.record)
  expect(records).toMatchObject([
    { type: 'request', answer: null },
    { type: 'reply', httpStatus: 204 },
    { type: 'forward', httpStatus: 204 },
  ])
})

test('what still waits for the app when it ends is told as interrupted, and the sender as not served', async () => {
  let arrive = (): void => {}
  const atApp = new Promise<void>((resolve) => (arrive = resolve))
  const hanging = await startRawEndpoint(() => arrive())
  const { cli, url } = await listen(hanging.url)
  const answer = post(url)
  await atApp
  const records = await end(cli)
  expect(`${(await answer).status} ${await (await answer).text()}`).toBe(
    '503 {"error":"not_forwarded"}',
  )
  expect(records).toContainEqual(
    expect.objectContaining({ type: 'forward', httpStatus: null, reason: 'INTERRUPTED' }),
  )
})

test('what is no notification is not passed on', async () => {
  const app = await startFixedEndpoint(204)
  const { cli, url } = await listen(app.url)
  expect((await post(url, '{}')).status).toBe(422)
  await end(cli)
  expect(app.received).toEqual([])
})

test('the app may stand in the configuration, and a flag that lets hookstep answer goes before it', async () => {
  const app = await startFixedEndpoint(202)
  const cwd = makeTempDir()
  const config = {
    port: 0,
    tunnel: 'none',
    journal: false,
    forwardTo: app.url,
    forwardHeaders: { 'X-Own': 'a' },
    requireHeaders: ['X-Mixed-Case: kept'],
  }
  writeFileSync(join(cwd, 'hookstep.config.json'), JSON.stringify(config), { mode: 0o600 })
  const statuses = []
  for (const flags of [[], ['--respond', '200']]) {
    const cli = startCli(['listen', '--json', ...flags], { cwd })
    const [, url = ''] = await cli.stdout.until(/"url":"(http:[^"]+)"/)
    statuses.push((await post(url)).status)
    expect(jsonLines(cli.stdout.text)[0]).toMatchObject({ journal: null })
    cli.interrupt()
    await cli.done
  }
  expect(statuses).toEqual([202, 200])
  expect(app.received.map(({ headers }) => headers['x-own'])).toEqual(['a'])
})

test.each([
  [['--ack-first'], '--ack-first needs --forward-to'],
  [['--forward-timeout', '1s'], '--forward-timeout needs --forward-to'],
  [['-H', 'A: b'], '--forward-header needs --forward-to'],
  [['-f', '3000', '--respond', '500'], '--respond and --forward-to exclude each other'],
  [['-f', 'ftp://x'], 'is not an http or https URL'],
  [['-f', ''], 'is not a URL'],
])('listen %j is refused before anything is opened', async (flags, problem) => {
  const { exitCode, stderr } = await runCli(['listen', '--port', '0', '--tunnel', 'none', ...flags])
  expect(exitCode).toBe(2)
  expect(stderr).toContain(problem)
})

test('an app that is the receiver itself is refused', async () => {
  const port = await findClosedPort()
  const result = await runCli([
    'listen',
    '-p',
    String(port),
    '--tunnel',
    'none',
    '-f',
    String(port),
  ])
  expect(result.exitCode).toBe(2)
  expect(result.stderr).toContain('error[FORWARD_LOOP]')
})

/** What `listen` prints for people about one forward. */
async function tellForward(app: string, ...flags: string[]): Promise<string> {
  const common = ['listen', '--port', '0', '--tunnel', 'none', '--no-journal', '--forward-to', app]
  const cli = startCli([...common, ...flags])
  const [, url = ''] = await cli.stderr.until(/local +(http:\S+)/)
  await post(url)
  await cli.stdout.until(/→/)
  cli.interrupt()
  return (await cli.done).stdout
}

test('of an app that is too slow, the line names the flag that listen has', async () => {
  const hanging = await startRawEndpoint(() => {})
  const told = await tellForward(hanging.url, '--forward-timeout', '80ms')
  expect(told).toContain('; --forward-timeout changes how long we wait')
  expect(told).not.toContain(' --timeout')
})

test.each([
  [404, '', 'nothing is served at http://127.0.0.1:PORT/; check --forward-to'],
  [410, '/hook', 'nothing is served at http://127.0.0.1:PORT/hook; check --forward-to'],
  [405, '?a=1', 'http://127.0.0.1:PORT/?a=1 takes no POST; check --forward-to and the route'],
  [401, '/webhook', 'the app wants credentials: -H adds a header'],
  [403, '/webhook', 'the app refused the credentials; check those of the sender'],
  [500, '/webhook', 'the app failed; look at its log'],
])('a %d of the app at its port and %j is told with what to do', async (status, path, told) => {
  const app = await startFixedEndpoint(status)
  expect(await tellForward(`${app.port}${path}`)).toContain(told.replace('PORT', `${app.port}`))
})

test('a secret in the URL of the app is not told with it', async () => {
  const app = await startFixedEndpoint(404)
  const told = await tellForward(`${app.port}/webhook?token=abcdefghijkl`)
  expect(told).toContain(`nothing is served at http://127.0.0.1:${app.port}/webhook?token=…`)
  expect(told).not.toContain('abcdefgh')
})

test.each([
  ['', '/'],
  ['/webhook', '/webhook'],
  ['?a=1', '/?a=1'],
])('a port with %j after it is the app at 127.0.0.1, and its path %j', async (after, path) => {
  const app = await startFixedEndpoint(204)
  const { cli, url } = await listen(`${app.port}${after}`)
  await post(url)
  await end(cli)
  expect(app.received[0]?.path).toBe(path)
})
