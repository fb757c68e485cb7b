import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runCli, startCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

/** A configuration that was only found starts no program (docs/decisions/0014). */
const FORWARDER = fileURLToPath(new URL('../tunnel/ways/forwarder.js', import.meta.url))

/** A stranger's folder: its program leaves a mark when it is run. */
function strangersFolder() {
  const cwd = makeTempDir()
  const mark = join(cwd, 'was-run')
  const tunnelCommand = `touch ${mark}; exec ${process.execPath} ${FORWARDER} {port} 0`
  const file = join(cwd, 'hookstep.config.json')
  writeFileSync(file, JSON.stringify({ tunnel: 'command', tunnelCommand }))
  return { cwd, file, mark }
}

test('listen does not start the program of a configuration that it found', async () => {
  const { cwd, file, mark } = strangersFolder()
  const { exitCode, stderr } = await runCli(['listen', '--port', '0'], { cwd })
  expect(exitCode).toBe(2)
  expect(stderr).toContain(`error[CONFIG_INVALID]: ${file}: /tunnelCommand: it starts a program`)
  expect(stderr).toContain(`--config ${file}`)
  expect(existsSync(mark)).toBe(false)
})

test('doctor does not start it either, and says so', async () => {
  const { cwd, mark } = strangersFolder()
  const { stdout } = await runCli(['doctor'], { cwd })
  expect(stdout).toMatch(/fail +Configuration/)
  expect(stdout).toContain('it starts a program')
  expect(existsSync(mark)).toBe(false)
})

test.each(['flag', 'variable'])('listen starts it where a %s names the file', async (how) => {
  const { cwd, file, mark } = strangersFolder()
  const flags = how === 'flag' ? ['--config', file] : []
  const env = how === 'flag' ? {} : { HOOKSTEP_CONFIG: file }
  const cli = startCli(['listen', '--port', '0', ...flags], { cwd, env })
  await cli.stderr.until(/Ready/)
  expect(existsSync(mark)).toBe(true)
})

test.each([
  ['--tunnel', 'none'],
  ['--tunnel', 'simulated'],
])('such a file is no hindrance to listen %s %s', async (...flags) => {
  const { cwd, mark } = strangersFolder()
  const cli = startCli(['listen', '--port', '0', ...flags], { cwd })
  await cli.stderr.until(/Ready/)
  expect(existsSync(mark)).toBe(false)
})

test('the program of the command line is started, whatever the file has', async () => {
  const { cwd, mark } = strangersFolder()
  const program = `${process.execPath} ${FORWARDER} {port} 0`
  const cli = startCli(['listen', '--port', '0', '--tunnel-command', program], { cwd })
  await cli.stderr.until(/Ready/)
  expect(existsSync(mark)).toBe(false)
})
