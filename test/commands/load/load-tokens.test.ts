import { expect, test } from 'vitest'
import { startEndpoint, startFixedEndpoint } from '../../helpers/endpoint.ts'
import { runCli } from '../../helpers/run-cli.ts'
import { startTokenEndpoint } from '../../helpers/token-endpoint.ts'

const SHORT = ['--duration', '1500ms', '--concurrency', '10', '--flow', 'id', '--json']

async function load(url: string, tokenUrl: string) {
  const argv = ['load', url, ...SHORT, '--oauth-url', tokenUrl, '--client-id', 'me']
  return runCli(argv, { env: { HOOKSTEP_CLIENT_SECRET: 'secret-of-the-client' } })
}

/** The first token, one for the first refusal, and one for each second that was begun. */
const mostFor = (ms: number): number => 2 + Math.ceil(ms / 1000)

test('an endpoint that answers 401 loads itself, not the authorization server', async () => {
  const tokens = await startTokenEndpoint('refused-by-all')
  const endpoint = await startFixedEndpoint(401)
  const startMs = performance.now()
  await load(endpoint.url, tokens.url)
  expect(tokens.received.length).toBeLessThanOrEqual(mostFor(performance.now() - startMs))
  expect(tokens.received.length).toBeGreaterThan(2)
  // The run went on meanwhile, and tried no notification again with the token that was just refused.
  const sent = endpoint.received.map(({ body }) => body.toString())
  expect(sent.length).toBeGreaterThan(50)
  expect(sent.length - new Set(sent).size).toBeLessThanOrEqual(10 * tokens.received.length)
})

test('an authorization server that fails gets about a request a second, and every session hears of it', async () => {
  const tokens = await startEndpoint((response, _, index) => {
    const answer = { access_token: 'soon-refused', token_type: 'Bearer', expires_in: 3600 }
    response.writeHead(index === 0 ? 200 : 400, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer))
  })
  const endpoint = await startFixedEndpoint(401)
  const startMs = performance.now()
  const { stdout } = await load(endpoint.url, tokens.url)
  expect(tokens.received.length).toBeLessThanOrEqual(mostFor(performance.now() - startMs))
  const summary = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as {
    reasons: Record<string, number>
  }
  // Ten sessions at a time, each told twice of a failure: when it happens, and at the end of its rest.
  expect(summary.reasons['TOKEN']).toBeGreaterThanOrEqual(10)
  expect(summary.reasons['TOKEN']).toBeLessThanOrEqual(20 * tokens.received.length)
})
