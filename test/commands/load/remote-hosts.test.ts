import { expect, test } from 'vitest'
import { isSlowed, toLoadEnd, toLoadModel } from '../../../src/commands/load/load-model.ts'
import { requireAllowedLoad, type LoadIntent } from '../../../src/commands/load/remote-guard.ts'
import { startFixedEndpoint } from '../../helpers/endpoint.ts'
import { runCli } from '../../helpers/run-cli.ts'
import { createTestContext } from '../../helpers/test-context.ts'

const REMOTE: LoadIntent = {
  url: new URL('https://app.example.com/webhook'),
  model: { kind: 'open', ratePerSecond: 1 },
  isRemote: true,
  tokenUrl: null,
  isAllowed: false,
}
// TEST-NET-1 (RFC 5737): nothing would answer there, and nothing is sent.
const TOKEN_URL = new URL('https://192.0.2.1/oauth2/token')

const allow = async (intent: LoadIntent, answers?: readonly boolean[]): Promise<string> => {
  const { context, stderr } = createTestContext(answers === undefined ? {} : { answers })
  await requireAllowedLoad(intent, context)
  return stderr.text
}

test('without a terminal, a remote host is exit 2, and the mend is named', async () => {
  expect(await runCli(['load', 'http://192.0.2.1/'])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr:
      'error[REMOTE_HOST]: 192.0.2.1 is remote, and load is only for what is yours\n  try: --yes\n',
  })
})

test('a person is asked, told the load, and a yes is enough', async () => {
  expect(await allow(REMOTE, [true])).toBe(
    '? app.example.com is remote. Load it, with 1 session begun a second? Only if it is yours true\n',
  )
  await expect(allow(REMOTE, [false])).rejects.toMatchObject({ code: 'REMOTE_HOST', exitCode: 2 })
})

test('a remote host that gives the tokens is asked about as well', async () => {
  const near = { ...REMOTE, url: new URL('http://127.0.0.1:3000/'), isRemote: false }
  expect(await allow({ ...REMOTE, tokenUrl: TOKEN_URL }, [true])).toBe(
    '? app.example.com and 192.0.2.1 (--oauth-url) are remote. Load them, with 1 session begun a second? Only if they are yours true\n',
  )
  expect(await allow({ ...near, tokenUrl: TOKEN_URL }, [true])).toBe(
    '? 192.0.2.1 (--oauth-url) is remote. Load it, with 1 session begun a second? Only if it is yours true\n',
  )
  expect(await allow({ ...near, tokenUrl: new URL('http://127.0.0.1:1/') })).toBe('')
  const sameHost = new URL('https://app.example.com/oauth2/token')
  expect(await allow({ ...REMOTE, tokenUrl: sameHost }, [true])).toContain('? app.example.com is')
})

test('no remote token host is asked for a token without a yes', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const oauth = ['--oauth-url', TOKEN_URL.href, '--client-id', 'me', '--client-secret', 'hush-1']
  expect(await runCli(['load', url, ...oauth])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(
      'error[REMOTE_HOST]: 192.0.2.1 (--oauth-url) is remote, and load is only for what is yours\n  try: --yes\n',
    ),
  })
  expect(received).toEqual([])
})

test('a token URL that is none is found out before anybody is asked', async () => {
  const argv = ['load', REMOTE.url.href, '--oauth-url', 'http://auth.example.com/']
  const { exitCode, stderr } = await runCli(argv, { answers: [true] })
  expect([exitCode, stderr.split(':')[0]]).toEqual([2, 'error[INSECURE_TOKEN_URL]'])
})

test('nobody is asked with --yes, or at home', async () => {
  expect(await allow({ ...REMOTE, tokenUrl: TOKEN_URL, isAllowed: true })).toBe('')
  expect(await allow({ ...REMOTE, isRemote: false })).toBe('')
})

test('a host without an address is exit 3, and nobody is to blame but the name', async () => {
  const argv = ['load', 'http://no-such-host.invalid/', '--yes', '--sessions', '1']
  const { exitCode, stdout, stderr } = await runCli([...argv, '--flow', 'no-id'])
  expect(exitCode).toBe(3)
  expect(stdout).toContain('DNS 1')
  expect(stderr).toContain("a remote host is somebody's: 1 session begun a second")
})

test('a remote host gets one session a second, unless another load is asked for', () => {
  expect(toLoadModel({}, true)).toEqual({ kind: 'open', ratePerSecond: 1 })
  expect(toLoadModel({}, false)).toEqual({ kind: 'closed', concurrency: 10 })
  expect(toLoadModel({ concurrency: 50 }, true)).toEqual({ kind: 'closed', concurrency: 50 })
  expect(toLoadModel({ rate: 20 }, true)).toEqual({ kind: 'open', ratePerSecond: 20 })
  expect([isSlowed({}, true), isSlowed({ rate: 20 }, true), isSlowed({}, false)]).toEqual([
    true,
    false,
    false,
  ])
})

test('a run ends after ten seconds, or as it is told', () => {
  expect(toLoadEnd({})).toEqual({ sessions: null, durationMs: 10_000 })
  expect(toLoadEnd({ sessions: 5 })).toEqual({ sessions: 5, durationMs: null })
  expect(toLoadEnd({ sessions: 5, duration: 60_000 })).toEqual({ sessions: 5, durationMs: 60_000 })
})
