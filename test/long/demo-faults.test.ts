import { expect, test } from 'vitest'
import { FAULTS } from '../../src/tunnel/relay/fault-list.ts'
import { runCli } from '../helpers/run-cli.ts'

const AT_ONCE = 4

test('the demo of every fault heals, and everything is acknowledged in the end', async () => {
  const names = [
    ...FAULTS.map(({ name }) => name),
    'half-open=present',
    'refused=data',
    'reset=caller',
  ]
  for (let first = 0; first < names.length; first += AT_ONCE) {
    const batch = names.slice(first, first + AT_ONCE)
    const runs = await Promise.all(
      batch.map(async (name) => ({ name, ...(await runCli(['demo', '--fault', name])) })),
    )
    for (const { name, exitCode, stdout, stderr } of runs) {
      expect(`${name}: ${exitCode}\n${stderr}`).toMatch(/^.*: 0\n/)
      expect(stdout).toContain('18 of 18 notifications acknowledged')
    }
  }
})
