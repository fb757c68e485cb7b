import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startFixedEndpoint } from '../../helpers/endpoint.ts'
import { runCli } from '../../helpers/run-cli.ts'
import { makeTempDir } from '../../helpers/temp-dir.ts'

test('the keys of senders count for load, but for the reports, which are of another kind', async () => {
  const cwd = makeTempDir()
  const { url, received } = await startFixedEndpoint(204)
  const config = { url, flow: ['no-id', 'never-started-expired'], report: ['junit'], seed: 3 }
  writeFileSync(join(cwd, 'hookstep.config.json'), JSON.stringify(config))
  const { exitCode, stdout, stderr } = await runCli(['load', '--sessions', '4'], { cwd })
  expect([exitCode, received.length]).toEqual([0, 4])
  expect(stdout).toContain('--seed 3')
  expect(stderr).toContain('no-id=1 never-started-expired=1')
  expect(stderr).not.toContain('wrote')
})
