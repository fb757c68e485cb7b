import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { makeTempDir } from '../helpers/temp-dir.ts'

/** Needs a build. The versions come as the npm package `node`. */
const BIN = fileURLToPath(new URL('../../bin/hookstep.js', import.meta.url))

test.each(['20.18.1', '22', '24', '26'])('the demo runs on Node %s', (version) => {
  const args = ['-y', '-p', `node@${version}`, 'node', BIN, 'demo']
  const { status, stdout } = spawnSync('npx', args, { encoding: 'utf8' })
  expect(stdout).toContain('18 of 18 notifications acknowledged')
  expect(status).toBe(0)
})

function helpOn(version: string, cache: string) {
  const args = ['-y', '-p', `node@${version}`, 'node', BIN, '--help']
  // npm's own folder is elsewhere: it must not be the one that is looked into.
  const env = { ...process.env, XDG_CACHE_HOME: cache }
  const { status, stdout, stderr } = spawnSync('npx', args, { encoding: 'utf8', env })
  return { status, stderr, isHelp: stdout.includes('send-sequence') }
}

test.each(['22', '24'])('Node %s keeps compiled code in the folder of the user', (version) => {
  const cache = makeTempDir()
  expect(helpOn(version, cache)).toMatchObject({ status: 0, isHelp: true })
  expect(readdirSync(join(cache, 'hookstep'), { recursive: true }).length).toBeGreaterThan(1)
})

test.each(['22', '24'])('Node %s starts without a folder to keep compiled code in', (version) => {
  expect(helpOn(version, '/dev/null')).toMatchObject({ status: 0, stderr: '', isHelp: true })
  expect(existsSync('/dev/null/hookstep')).toBe(false)
})
