import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { builtCopy } from '../../helpers/built-copy.ts'
import { startEndpoint, startFixedEndpoint } from '../../helpers/endpoint.ts'
import { jsonLines } from '../../helpers/run-cli.ts'
import { startTokenEndpoint } from '../../helpers/token-endpoint.ts'

const bin = builtCopy()

async function run(argv: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [bin, 'load', ...argv], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ])
  return { exitCode, stdout, stderr }
}

test('worker threads share the sessions, and what they measured is one report', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const argv = ['--workers', '2', '--sessions', '30', '--concurrency', '6', '--flow', 'id']
  const { exitCode, stdout } = await run([url, ...argv, '--json'])
  expect(exitCode).toBe(0)
  expect(jsonLines(stdout).at(-1)).toMatchObject({
    type: 'summary',
    workers: 2,
    sessions: { started: 30, finished: 30 },
    attempts: 90,
    latency: { count: 90 },
  })
  const orders = new Map<string, string[]>()
  for (const { body } of received) {
    const { interviewId, onboardingStatus } = JSON.parse(body.toString()) as Record<string, string>
    orders.set(interviewId ?? '', [
      ...(orders.get(interviewId ?? '') ?? []),
      onboardingStatus ?? '',
    ])
  }
  expect(orders.size).toBe(30)
  for (const order of orders.values()) {
    expect(order).toEqual([
      'ID_VALIDATION_FINISHED',
      'POST_PROCESSING_FINISHED',
      'ONBOARDING_FINISHED',
    ])
  }
}, 30_000)

test('all threads together ask for one access token (hardening O8)', async () => {
  const tokens = await startTokenEndpoint('token-of-all')
  const { url, received } = await startFixedEndpoint(204)
  const argv = ['--workers', '2', '--sessions', '20', '--flow', 'no-id']
  const oauth = ['--oauth-url', tokens.url, '--client-id', 'me']
  const env = { HOOKSTEP_CLIENT_SECRET: 'secret-of-the-client' }
  const { exitCode } = await run([url, ...argv, ...oauth], env)
  expect([exitCode, tokens.received.length, received.length]).toEqual([0, 1, 20])
  expect(new Set(received.map(({ headers }) => headers['authorization']))).toEqual(
    new Set(['Bearer token-of-all']),
  )
}, 30_000)

test.each(['1', '2'])(
  'Ctrl+C with %s workers gives the part that was done, exit 130',
  async (workers) => {
    let count = 0
    const endpoint = await startEndpoint((response) => {
      count += 1
      if (count <= 20) response.writeHead(204).end()
      // Four are in flight: with the 24th here, whoever sent it and those before has read all of the 20 answers.
      if (count === 24) child.kill('SIGINT')
    })
    const argv = [
      '--workers',
      workers,
      '--sessions',
      '1000',
      '--concurrency',
      '4',
      '--flow',
      'no-id',
    ]
    const child = spawn(process.execPath, [bin, 'load', endpoint.url, ...argv, '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [stdout, [exitCode]] = await Promise.all([
      text(child.stdout),
      once(child, 'exit') as Promise<[number | null]>,
    ])
    expect(exitCode).toBe(130)
    expect(jsonLines(stdout).at(-1)).toMatchObject({
      type: 'summary',
      verdict: 'interrupted',
      interrupted: true,
      acknowledged: 20,
      rejected: 0,
    })
  },
  30_000,
)
