import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { EVENTFUL, journalOf } from '../helpers/recorded-requests.ts'
import { runCli, startCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import type { TestContextOptions } from '../helpers/test-context.ts'

/** Row C5 of hardening.md: a secret on the command line works, with a warning that names what is better. */

const CANARY = 'canary-0123456789'
const SENDERS = ['send EXPIRED URL', 'send-sequence URL', 'replay JOURNAL URL']

type Row = readonly [argv: string, warning: string, instead: string]

const SENDER_ROWS: readonly Row[] = SENDERS.flatMap((command): Row[] => [
  [`${command} --token ${CANARY}`, '--token on the command line', 'HOOKSTEP_TOKEN'],
  [`${command} -H X-Api-Key:${CANARY}`, 'the value of -H X-Api-Key on', 'HOOKSTEP_HEADER'],
  [
    `${command} --oauth-url TOKENS --client-id me --client-secret ${CANARY}`,
    '--client-secret on the command line',
    'HOOKSTEP_CLIENT_SECRET',
  ],
  [`${command}?api_key=${CANARY}`, 'api_key of the URL on the command line', 'HOOKSTEP_URL'],
])

const LISTEN = 'listen --port 0 --tunnel none --no-journal'
const LISTEN_ROWS: readonly Row[] = [
  [`--require-token ${CANARY}`, '--require-token on the command line', 'HOOKSTEP_REQUIRE_TOKEN'],
  [
    `--require-header X-Api-Key:${CANARY}`,
    '--require-header on the command line',
    'HOOKSTEP_REQUIRE_HEADER',
  ],
  [
    `--oauth --client-secret ${CANARY}`,
    '--client-secret on the command line',
    'HOOKSTEP_CLIENT_SECRET',
  ],
  [
    `--forward-to URL -H X-Api-Key:${CANARY}`,
    'the value of -H X-Api-Key on',
    'HOOKSTEP_FORWARD_HEADER',
  ],
  [
    `--forward-to URL?api_key=${CANARY}`,
    'api_key of --forward-to on the command line',
    'HOOKSTEP_FORWARD_TO',
  ],
]

async function words(argv: string): Promise<string[]> {
  const { url } = await startFixedEndpoint(204)
  const token = JSON.stringify({ access_token: 'abc', token_type: 'Bearer', expires_in: 60 })
  const tokens = await startFixedEndpoint(200, { 'content-type': 'application/json' }, token)
  return argv
    .replace('URL', url)
    .replace('TOKENS', tokens.url)
    .replace('JOURNAL', await journalOf(EVENTFUL))
    .split(' ')
}

function expectWarning(stderr: string, warning: string, instead: string): void {
  const lines = stderr.split('\n')
  const at = lines.findIndex((line) => line.startsWith('warning: ') && line.includes(warning))
  expect(lines[at]).toMatch(/ can be read by others on this machine$/)
  expect(lines[at + 1]).toBe(`  try: ${instead} in the environment`)
  expect(stderr.match(/can be read by others/g)).toHaveLength(1)
}

test.each(SENDER_ROWS)('C5: %s works with a warning', async (argv, warning, instead) => {
  const { exitCode, stdout, stderr } = await runCli(await words(argv))
  expect(exitCode).toBe(0)
  expectWarning(stderr, warning, instead)
  expect(stdout + stderr).not.toContain(CANARY)
})

test.each(LISTEN_ROWS)('C5: listen %s works with a warning', async (argv, warning, instead) => {
  const cli = startCli(await words(`${LISTEN} ${argv}`))
  await cli.stderr.until(/Ready\./)
  cli.interrupt()
  const { exitCode, stdout, stderr } = await cli.done
  expect(exitCode).toBe(0)
  expectWarning(stderr, warning, instead)
  expect(stdout + stderr).not.toContain(CANARY)
})

test.each(SENDERS)(
  'C5: %s takes its secrets from environment and file without one',
  async (argv) => {
    const given = await words(argv)
    const cwd = makeTempDir()
    const config = { headers: { 'X-Api-Key': CANARY }, token: CANARY }
    writeFileSync(join(cwd, 'hookstep.config.json'), JSON.stringify(config), { mode: 0o600 })
    const env = { HOOKSTEP_TOKEN: CANARY, HOOKSTEP_HEADER: `X-Api-Key: ${CANARY}` }
    const places: TestContextOptions[] = [{ env }, { cwd }]
    for (const options of places) {
      const { exitCode, stdout, stderr } = await runCli(given, options)
      expect(exitCode).toBe(0)
      expect(stderr).not.toContain('can be read by others')
      expect(stdout + stderr).not.toContain(CANARY)
    }
  },
)

test('C5: what is no secret gives no warning', async () => {
  const argv = await words('send EXPIRED URL?mode=testing -H X-Trace:1 --client-id me')
  const { stderr } = await runCli(argv.slice(0, -2))
  expect(stderr).not.toContain('warning')
})
