import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** Needs a build. The versions come as the npm package `node`. */
const BIN = fileURLToPath(new URL('../../bin/hookstep.js', import.meta.url))

test.each(['20.18.1', '22', '24', '26'])('the demo runs on Node %s', (version) => {
  const args = ['-y', '-p', `node@${version}`, 'node', BIN, 'demo']
  const { status, stdout } = spawnSync('npx', args, { encoding: 'utf8' })
  expect(stdout).toContain('18 of 18 notifications acknowledged')
  expect(status).toBe(0)
})
