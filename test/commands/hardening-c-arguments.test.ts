import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { expectHarmless, HOSTILE } from '../helpers/hostile.ts'
import { runCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

/** Row C8 of hardening.md for what stands in the arguments and in the configuration. */

/** Each refuses, or ends by itself; the hostile text stands for T. */
const ARGUMENTS = [
  'T',
  '--T',
  'help T',
  'send T',
  'send EXPIRED T',
  'send EXPIRED URL --T',
  'send EXPIRED URL --T=1',
  'send EXPIRED URL --timeout T',
  'send EXPIRED URL -H T',
  'send EXPIRED URL -H X-A:T',
  'send EXPIRED URL -H T:1',
  'send EXPIRED URL --token T',
  'send EXPIRED URL --var T',
  'send EXPIRED URL --var a.T=1',
  'send EXPIRED URL --data T',
  'send EXPIRED URL --fixtures T',
  'send EXPIRED URL --payload T',
  'send EXPIRED URL --retry T',
  'send EXPIRED URL --report T',
  'send EXPIRED URL --report-dir /proc/T --report json',
  'send EXPIRED URL --oauth-url T --client-id a --client-secret canary',
  'send-sequence URL --flow T',
  'send-sequence URL --statuses T',
  'send-sequence URL --late T',
  'replay T URL',
  'replay T URL --seq T',
  'listen --port T',
  'listen --subdomain T',
  'listen --tunnel T',
  'listen --tunnel-host T',
  'listen --forward-to T',
  'listen --require-header T',
  'listen --require-token T',
  'listen --respond-type T',
  'listen --expect T',
  'listen --jwks-url T',
  'listen --journal /proc/T',
  'listen --port 0 --tunnel none --no-journal --ready-file /proc/T',
  'relay --port T',
  'journal list T',
  'journal show T',
  'journal export --format T',
  'fixtures show T',
  'fixtures export /proc/T',
  'init --yes --url T',
  'init --yes --flow T',
  'init --yes --token-variable T',
  '--config T send EXPIRED URL',
  '--profile T send EXPIRED URL',
]

test.each(ARGUMENTS)('C8: no hostile byte of an argument is shown: %s', async (argv) => {
  const { url } = await startFixedEndpoint(500)
  const cwd = makeTempDir()
  for (const text of [HOSTILE.replaceAll('\0', ''), HOSTILE]) {
    const words = argv.split(' ').map((word) => word.replace('URL', url).replace('T', text))
    for (const shape of [[], ['--json'], ['--debug']]) {
      const result = await runCli([...words, ...shape], { cwd })
      expect(result.exitCode).toBeLessThan(4)
      expectHarmless(result)
    }
  }
})

test.each([
  'T',
  '--T',
  'send T',
  'send EXPIRED URL --timeout T',
  'send EXPIRED URL --data T',
  'send-sequence URL --flow T',
  'replay T URL',
  'listen --port T',
  'journal list T',
  'fixtures show T',
  '--config T send EXPIRED URL',
])('C8: an argument of a megabyte is cut: %s', async (argv) => {
  const words = argv.split(' ').map((word) => word.replace('T', 'x'.repeat(1_000_000)))
  const result = await runCli(words, { cwd: makeTempDir() })
  expect(result.exitCode).toBe(2)
  expectHarmless(result, 2000)
  expect(result.stderr.length).toBeLessThan(3000)
})

test.each([
  ['an unknown key', { [HOSTILE]: 1 }],
  ['the URL', { url: HOSTILE }],
  ['the name of a variable', { url: `\${${HOSTILE}}` }],
  ['the flow', { flow: HOSTILE }],
  ['a choice', { retry: HOSTILE }],
  ['the name of a header', { headers: { [HOSTILE]: '1' } }],
  ['the value of a header', { headers: { 'X-A': HOSTILE } }],
  ['a header of a list', { headers: [HOSTILE] }],
  ['the name of a fixture variable', { vars: { [HOSTILE]: '1' } }],
  ['the folder of fixtures', { fixtures: HOSTILE }],
  ['a duration', { timeout: HOSTILE }],
  ['the name of a profile', { profiles: { [HOSTILE]: { x: 1 } } }],
  ['a status', { statuses: [HOSTILE] }],
])('C8: no hostile byte of the configuration is shown: %s', async (_, config) => {
  const cwd = makeTempDir()
  writeFileSync(join(cwd, 'hookstep.config.json'), JSON.stringify(config), { mode: 0o600 })
  for (const shape of [[], ['--json'], ['--debug']]) {
    const result = await runCli(['send-sequence', ...shape], { cwd })
    expect(result.exitCode).toBe(2)
    expectHarmless(result)
  }
})
