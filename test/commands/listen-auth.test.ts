import { expect, test } from 'vitest'
import { jsonLines, runCli, startCli, type RunningCli } from '../helpers/run-cli.ts'
import type { TestContextOptions } from '../helpers/test-context.ts'

const GOOD = '{"interviewId":"664283755e0f8e1b87fcc2ce","onboardingStatus":"EXPIRED"}'
const TOKEN = 'canary-token-0123456789'
const JSON_TYPE = { 'content-type': 'application/json' }

function listenWith(flags: readonly string[], options: TestContextOptions = {}): RunningCli {
  return startCli(['listen', '--port', '0', '--tunnel', 'none', ...flags], options)
}

async function readyUrl(cli: RunningCli): Promise<string> {
  const [, url = ''] = await cli.stderr.until(/local +(http:\S+)/)
  return url
}

async function post(url: string, headers: Record<string, string>, body = GOOD): Promise<number> {
  const response = await fetch(url, { method: 'POST', body, headers: { ...JSON_TYPE, ...headers } })
  return response.status
}

test('--require-token lets in the token alone, and shows it nowhere', async () => {
  const cli = listenWith(['--require-token', TOKEN])
  const url = await readyUrl(cli)
  expect(await post(url, {})).toBe(401)
  expect(await post(url, { authorization: 'Bearer wrong' })).toBe(401)
  expect(await post(`${url}?access_token=${TOKEN}`, {})).toBe(400)
  expect(await post(url, { authorization: `Bearer ${TOKEN}` })).toBe(204)
  await cli.stdout.until(/EXPIRED/)
  cli.interrupt()
  const { exitCode, stdout, stderr } = await cli.done
  expect(exitCode).toBe(0)
  expect(stdout).toContain('unauthorized: there is no Authorization header')
  expect(stdout).toContain('invalid_token: the bearer token is another one')
  expect(stdout).toContain('access_token=…6789')
  expect(stdout).toContain('4 requests received in 1 session, 3 refused')
  expect(stdout + stderr).not.toContain(TOKEN)
})

test('HOOKSTEP_REQUIRE_TOKEN and HOOKSTEP_REQUIRE_HEADER are the same', async () => {
  const env = {
    HOOKSTEP_REQUIRE_TOKEN: TOKEN,
    HOOKSTEP_REQUIRE_HEADER: 'X-Api-Key: first-secret\nX-Tenant: second-secret',
  }
  const cli = listenWith([], { env })
  const url = await readyUrl(cli)
  const headers = { authorization: `Bearer ${TOKEN}`, 'x-api-key': 'first-secret' }
  expect(await post(url, headers)).toBe(403)
  expect(await post(url, { ...headers, 'x-tenant': 'second-secret' })).toBe(204)
  await cli.stdout.until(/header_mismatch: X-Tenant is missing/)
})

test('--require-header lets in the value alone, and shows it nowhere', async () => {
  const cli = listenWith(['--require-header', 'X-Api-Key: canary-secret-1', '--json'])
  const [, url = ''] = await cli.stdout.until(/"url":"(http:[^"]+)"/)
  expect(await post(url, { 'x-api-key': 'canary-secret-2' })).toBe(403)
  expect(await post(`${url}?x=canary-secret-1`, { 'x-api-key': 'canary-secret-1' })).toBe(204)
  await cli.stdout.until(/"notification"/)
  cli.interrupt()
  const { stdout } = await cli.done
  expect(jsonLines(stdout).slice(1, 3)).toMatchObject([
    { type: 'refused', httpStatus: 403, code: 'header_mismatch' },
    { type: 'notification', httpStatus: 204, path: '/webhook?x=…et-1' },
  ])
  expect(stdout).not.toContain('canary-secret-1')
})

test('--strict refuses what is accepted otherwise', async () => {
  const cli = listenWith(['--strict'])
  const url = await readyUrl(cli)
  expect(await post(url, {}, GOOD.replace('EXPIRED', 'NEW_ONE'))).toBe(422)
  expect(await post(url, {}, GOOD.replace('}', ',"more":1}'))).toBe(422)
  const bytes = new TextEncoder().encode(GOOD)
  expect((await fetch(url, { method: 'POST', body: bytes })).status).toBe(415)
  expect(await post(url, {})).toBe(204)
  await cli.stdout.until(/unknown_status: \/onboardingStatus/)
  await cli.stdout.until(/unknown_field: \/more: unknown field/)
  await cli.stdout.until(/no_media_type: there is no Content-Type/)
})

test.each([
  [['--require-token', 'Bearer canary'], 'error[BAD_TOKEN]: --require-token: not a bearer token'],
  [['--require-token', ''], 'error[BAD_TOKEN]: --require-token: not a bearer token'],
  [['--require-header', 'canary'], "error[BAD_HEADER]: --require-header: expected 'Name: value'"],
  [['--require-header', 'a b: canary'], 'error[BAD_HEADER]: --require-header "a b": not a header'],
  [
    ['--require-header', 'X-A: canary', '--require-header', 'x-a: canary'],
    'error[BAD_HEADER]: --require-header "x-a" is given twice',
  ],
])('%j is wrong usage, exit 2, and nothing is opened', async (flags, message) => {
  const { exitCode, stdout, stderr } = await runCli(['listen', '--tunnel', 'none', ...flags])
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toContain(message)
  expect(stderr).not.toContain('listening')
  expect(stderr.replace(message, '')).not.toContain('canary')
})
