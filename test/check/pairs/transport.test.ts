import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import type { Finding, FindingResult } from '../../../src/contract/finding.ts'
import { RULES } from '../../../src/contract/rules/rule-list.ts'
import { bundleOnce } from '../../helpers/bundle.ts'
import type { Setup } from '../run-rules.ts'
import { startTls, TRANSPORT, type Served } from './transport.ts'

const program = bundleOnce(new URL('run-program.ts', import.meta.url))

const RULES_OF_TRANSPORT = RULES.filter(({ group }) => group === 'transport').map(({ id }) => id)
/** Those that look at connections, and what an endpoint says over them. */
const TRIED = RULES.filter(({ group }) => group === 'transport' || group === 'acknowledges')

interface Ran {
  readonly results: Readonly<Record<string, FindingResult>>
  readonly flaws: Readonly<Record<string, FindingResult>>
  readonly findings: Readonly<Record<string, Finding>>
}

async function check({ url, trusted }: Served, setup: Setup = {}): Promise<Ran> {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: trusted }
  const only = TRIED.map(({ id }) => id)
  const args = [await program(), url, JSON.stringify({ ...setup, only })]
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return JSON.parse(await text(child.stdout)) as Ran
}

test('every rule of "transport" has its pair', () => {
  expect(Object.keys(TRANSPORT).sort()).toEqual(RULES_OF_TRANSPORT.sort())
})

test('the healthy endpoint passes every rule', async () => {
  const { results } = await check(await startTls())
  expect(results).toEqual(Object.fromEntries(TRIED.map(({ id }) => [id, 'pass'])))
})

test.each(Object.entries(TRANSPORT))('%s is broken alone', async (id, pair) => {
  const { findings, flaws } = await check(await pair.start(), pair.setup)
  expect(findings[id]).toMatchObject({ result: 'fail', advice: expect.any(String) as string })
  expect(findings[id]?.message).toMatch(pair.says)
  expect(Object.keys(flaws).sort()).toEqual([id, ...Object.keys(pair.alsoShows ?? {})].sort())
})
