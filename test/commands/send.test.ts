import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { main } from '../../src/main.ts'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { jsonLines, runCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { createTestContext } from '../helpers/test-context.ts'

test('send sends one notification, the fixture of its status', async () => {
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stdout } = await runCli([
    'send',
    'EXPIRED',
    endpoint.url,
    '--interview-id',
    'my-id',
  ])
  expect(exitCode).toBe(0)
  expect(endpoint.received.map(({ body }) => body.toString())).toEqual([
    '{"interviewId":"my-id","externalCustomerId":"Customer#0001","onboardingStatus":"EXPIRED"}',
  ])
  expect(stdout).toContain('1 of 1 notification acknowledged')
})

test('send judges the answer like any other', async () => {
  const { url } = await startFixedEndpoint(200, { 'content-type': 'text/html' }, 'hi')
  expect(await runCli(['send', 'EXPIRED', url])).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('WRONG_MEDIA_TYPE') as string,
  })
})

test('--data sends a file, or standard input, byte for byte', async () => {
  const cwd = makeTempDir()
  const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x0d, 0x0a, 0x7d, 0x0a])
  writeFileSync(join(cwd, 'body.bin'), bytes)
  const endpoint = await startFixedEndpoint(204)
  expect(
    (await runCli(['send', 'ANYTHING', endpoint.url, '--data', 'body.bin'], { cwd })).exitCode,
  ).toBe(0)
  expect(
    (await runCli(['send', 'ANYTHING', endpoint.url, '--data', '-'], { stdin: bytes })).exitCode,
  ).toBe(0)
  expect(endpoint.received.map(({ body }) => body)).toEqual([bytes, bytes])
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s while --data - is read ends at once with exit %d', async (signal, exitCode) => {
  const endpoint = await startFixedEndpoint(204)
  const { context, stderr, interrupt } = createTestContext()
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  const argv = ['send', 'X', endpoint.url, '--data', '-']
  const running = main(argv, { ...context, stdin })
  stdin.write('{')
  await once(stdin, 'data')
  interrupt(signal)
  expect(await running).toBe(exitCode)
  expect(stderr.text).toContain('error[INTERRUPTED]: broken off while the body was read')
  expect(endpoint.received).toHaveLength(0)
})

test('the ids of the report are those of the body', async () => {
  const endpoint = await startFixedEndpoint(204)
  const stdin = '{"interviewId":"own","externalId":"mine","onboardingStatus":"EXPIRED","n":1.0}'
  const { stdout } = await runCli(['send', 'EXPIRED', endpoint.url, '--data', '-', '--json'], {
    stdin,
  })
  expect(jsonLines(stdout)[0]).toMatchObject({ interviewId: 'own', externalCustomerId: 'mine' })
  expect(endpoint.received[0]?.body.toString()).toBe(stdin)
})

test('--repeat sends the same bytes again', async () => {
  const endpoint = await startFixedEndpoint(204)
  expect((await runCli(['send', 'EXPIRED', endpoint.url, '--repeat', '3'])).exitCode).toBe(0)
  expect(endpoint.received).toHaveLength(3)
  expect(new Set(endpoint.received.map(({ body }) => body.toString())).size).toBe(1)
})

test('--edit sends what the editor saved, in a terminal only', async () => {
  const endpoint = await startFixedEndpoint(204)
  const editText = async (text: string) => text.replace('EXPIRED', 'CHANGED')
  expect(await runCli(['send', 'EXPIRED', endpoint.url, '--edit'], { editText })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(
      'error[NO_TERMINAL]: --edit needs a terminal\n  try: --data FILE',
    ) as string,
  })
  expect(endpoint.received).toHaveLength(0)
  await runCli(['send', 'EXPIRED', endpoint.url, '--edit'], {
    editText,
    columns: 80,
    stdinIsTTY: true,
  })
  expect(endpoint.received[0]?.body.toString()).toMatch(/"onboardingStatus":"CHANGED"}$/)
})

/** The arguments of the curl command: run by a real shell, with a curl that only tells them. */
function argumentsOf(command: string, env: Record<string, string> = {}): string[] {
  const dir = makeTempDir()
  writeFileSync(
    join(dir, 'curl'),
    '#!/bin/sh\nfor word in "$@"; do printf "%s\\n" "$word"; done\n',
    { mode: 0o755 },
  )
  const shellEnv = { PATH: `${dir}:/usr/bin:/bin`, ...env }
  const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env: shellEnv })
  return stdout.trimEnd().split('\n')
}

test('--curl prints a command that sends the very same request, with secrets as variables', async () => {
  const endpoint = await startFixedEndpoint(204)
  const flags = [
    '-H',
    'X-Api-Key: canary-api-key-01',
    '-H',
    'Accept: a/b',
    '--external-customer-id',
    "it's",
  ]
  const env = { HOOKSTEP_TOKEN: 'canary-token-0001' }
  const { stdout, exitCode } = await runCli(['send', 'EXPIRED', endpoint.url, '--curl', ...flags], {
    env,
  })
  expect(exitCode).toBe(0)
  expect(stdout).not.toContain('canary')
  expect(endpoint.received).toHaveLength(0)
  const shellEnv = { HOOKSTEP_TOKEN: 'tok', HOOKSTEP_HEADER_X_API_KEY: 'key' }
  expect(argumentsOf(stdout, shellEnv)).toEqual([
    '--request',
    'POST',
    endpoint.url,
    '--header',
    'content-type: application/json',
    '--header',
    'accept-encoding: identity',
    '--header',
    'user-agent: hookstep/0.0.0-test',
    '--header',
    'authorization: Bearer tok',
    '--header',
    'X-Api-Key: key',
    '--header',
    'Accept: a/b',
    '--data-raw',
    expect.stringMatching(
      /^{"interviewId":"[0-9a-f]{24}","externalCustomerId":"it's","onboardingStatus":"EXPIRED"}$/,
    ) as string,
  ])
})

test('--curl keeps a custom Authorization apart from the token, and headers apart from $PATH', async () => {
  const flags = ['-H', 'Authorization: Basic canary', '-H', 'Path: canary', '-H', '1st: canary']
  const { stdout } = await runCli(['send', 'EXPIRED', 'http://a/', '--curl', ...flags], {
    env: { HOOKSTEP_TOKEN: 'canary-token-0001' },
  })
  expect(stdout).not.toContain('canary')
  const words = argumentsOf(stdout, {
    HOOKSTEP_TOKEN: 'tok',
    HOOKSTEP_HEADER_AUTHORIZATION: 'Basic b',
    HOOKSTEP_HEADER_PATH: 'p',
    HOOKSTEP_HEADER_1ST: 'f',
  })
  expect(words).toEqual(expect.arrayContaining(['Authorization: Basic b', 'Path: p', '1st: f']))
})

test('without a URL, what to try is this command', async () => {
  const { exitCode, stderr } = await runCli(['send', 'EXPIRED'])
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr:
      'error[MISSING_URL]: the URL to send to is missing\n  try: hookstep send EXPIRED http://127.0.0.1:3000/webhook\n',
  })
})

test('UNKNOWN is sent, with a warning that the vendor never sends it', async () => {
  const endpoint = await startFixedEndpoint(204)
  const { stderr, exitCode } = await runCli(['send', 'UNKNOWN', endpoint.url])
  expect(exitCode).toBe(0)
  expect(stderr).toContain('warning: the vendor never sends UNKNOWN\n')
  expect(endpoint.received).toHaveLength(1)
  const other = await runCli(['send', 'EXPIRED', endpoint.url])
  expect(other.stderr).not.toContain('warning')
})

test('what the screen tells of a rejected answer, it tells of its Retry-After too', async () => {
  const endpoint = await startFixedEndpoint(503, { 'retry-after': '1' })
  const { stdout } = await runCli(['send', 'EXPIRED', endpoint.url])
  expect(stdout).toMatch(/WRONG_STATUS 503 is neither 204 nor 200: .*\n/)
  expect(stdout).toMatch(
    /^ {10}RETRY_AFTER_IGNORED the answer asks for another delay: the vendor keeps to its own delays, and so do we$/m,
  )
})

test('with --strict, a warning that is the reason is told once', async () => {
  const endpoint = await startFixedEndpoint(200, { 'content-type': 'application/json' }, 'x')
  const { stdout } = await runCli(['send', 'EXPIRED', endpoint.url, '--strict'])
  expect(stdout.match(/BODY_NOT_JSON the body is not JSON/g)).toHaveLength(1)
})

test('--curl makes a secret of the query a variable, and the rest of the URL stays as it is', async () => {
  const url = 'http://127.0.0.1:3000/webhook?token=abcdefghijkl'
  const { stdout } = await runCli(['send', 'EXPIRED', `${url}&a=1`, '--curl'])
  expect(stdout).toContain(`'http://127.0.0.1:3000/webhook?token='"$HOOKSTEP_QUERY_TOKEN"'&a=1' \\`)
  const last = await runCli(['send', 'EXPIRED', url, '--curl'])
  expect(last.stdout).toContain(`?token='"$HOOKSTEP_QUERY_TOKEN" \\`)
  const words = argumentsOf(stdout, { HOOKSTEP_QUERY_TOKEN: 'tok' })
  expect(words[2]).toBe('http://127.0.0.1:3000/webhook?token=tok&a=1')
})

const hasCurl = spawnSync('curl', ['--version']).status === 0

test.runIf(hasCurl)('the real curl sends a body that starts with @ as it is', async () => {
  const endpoint = await startFixedEndpoint(204)
  const body = `@${makeTempDir()}/none\r\n`
  const argv = ['send', 'X', endpoint.url, '--curl', '--data', '-']
  const { stdout } = await runCli(argv, { stdin: body })
  const child = spawn('sh', ['-c', stdout], { stdio: 'ignore' })
  expect((await once(child, 'exit'))[0]).toBe(0)
  expect(endpoint.received.map((each) => each.body.toString())).toEqual([body])
})

test('--curl pipes in a body that is no text', async () => {
  const bytes = Buffer.from([0, 0xff, 0x0a])
  const { stdout } = await runCli(['send', 'X', 'http://127.0.0.1/', '--curl', '--data', '-'], {
    stdin: bytes,
  })
  expect(stdout).toMatch(/^printf %s AP8K \| base64 -d \| curl .*[^]*--data-binary @-\n$/)
})

test.each([
  ['UNKNOWN_STATUS', ['NOPE', 'URL']],
  ['MISSING_URL', ['EXPIRED']],
  ['USAGE', []],
  ['DATA_UNREADABLE', ['EXPIRED', 'URL', '--data', '/nope']],
  ['BAD_NUMBER', ['EXPIRED', 'URL', '--repeat', '0']],
  ['BAD_NUMBER', ['EXPIRED', 'URL', '--repeat', '1001']],
])('%s ends send %j with exit 2 and nothing sent', async (code, args) => {
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stderr } = await runCli([
    'send',
    ...args.map((word) => word.replace('URL', endpoint.url)),
  ])
  expect({ exitCode, sent: endpoint.received.length }).toEqual({ exitCode: 2, sent: 0 })
  expect(stderr).toContain(`error[${code}]`)
})
