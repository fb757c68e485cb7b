import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEndpoint, startFixedEndpoint } from '../../helpers/endpoint.ts'
import { junitCase, junitProblems } from '../../helpers/junit-problems.ts'
import { runCli } from '../../helpers/run-cli.ts'
import { makeTempDir } from '../../helpers/temp-dir.ts'

const ONLY = ['--only', 'ACK-EXPIRED,REF-GET', '--report', 'junit,json,har,markdown']

test('check writes its reports, and each is as red as the exit code', async () => {
  const { url } = await startEndpoint((response, { method, body }) => {
    const isBad = method === 'GET' || body.includes('EXPIRED')
    response.writeHead(isBad ? 500 : 204).end()
  })
  const cwd = makeTempDir()
  const report = (name: string): string => readFileSync(join(cwd, 'reports', name), 'utf8')

  const first = await runCli(['check', url, ...ONLY, '--write-baseline', 'known.json'], { cwd })
  expect(first.exitCode).toBe(1)
  expect(report('hookstep-junit.xml')).toContain('tests="4" failures="1"')
  expect(junitCase(report('hookstep-junit.xml'), 'REF-GET Refuses GET')).toContain(
    'does not count (only recommended)',
  )
  expect(JSON.parse(report('hookstep.json'))).toMatchObject({
    verdict: 'failed',
    failOn: 'required',
  })
  expect(report('hookstep.md')).toContain('## hookstep check: failed')

  const again = await runCli(['check', url, ...ONLY, '--baseline', 'known.json'], { cwd })
  expect(again.exitCode).toBe(0)
  expect(report('hookstep-junit.xml')).toContain('tests="4" failures="0"')
  expect(await junitProblems(report('hookstep-junit.xml'))).toEqual([])
  expect(JSON.parse(report('hookstep.json'))).toMatchObject({ verdict: 'passed' })
  expect(report('hookstep.md')).toContain('known from the baseline')
})

test('check says what is wrong with a baseline before it sends anything', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const cwd = makeTempDir()
  writeFileSync(join(cwd, 'known.json'), '{"version":1,"failures":["ACK-EXPIRE"]}')
  const { exitCode, stderr } = await runCli(['check', url, '--baseline', 'known.json'], { cwd })
  expect(exitCode).toBe(2)
  expect(stderr).toContain('error[BASELINE_INVALID]')
  expect(stderr).toContain('did you mean ACK-EXPIRED?')
  expect(received).toHaveLength(0)
})
