import type { Command, Option } from 'commander'
import { expect, test } from 'vitest'
import { isListOption } from '../../src/config/environment.ts'
import { buildProgram } from '../../src/program.ts'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { jsonLines, runCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { createTestContext } from '../helpers/test-context.ts'

/** Rows C1 and C2 of hardening.md, for every command and every flag of the program itself. */

const COMMANDS = [
  'demo',
  'listen',
  'send-sequence',
  'send',
  'check',
  'load',
  'export k6',
  'export artillery',
  'export help',
  'replay',
  'relay',
  'journal list',
  'journal show',
  'journal verify',
  'journal export',
  'journal help',
  'fixtures list',
  'fixtures show',
  'fixtures validate',
  'fixtures export',
  'fixtures help',
  'init',
  'doctor',
  'help',
]

function leaves(command: Command, path = ''): [path: string, command: Command][] {
  if (command.commands.length === 0) return [[path.trimStart(), command]]
  return command.commands.flatMap((each) => leaves(each, `${path} ${each.name()}`))
}

function commands(): Map<string, Command> {
  return new Map(leaves(buildProgram(createTestContext().context, () => {})))
}

/** The flags of a command, and those of the program, which every command takes. */
function flagsOf(path: string): readonly Option[] {
  const command = commands().get(path)
  return [...(command?.options ?? []), ...(rootOf(command)?.options ?? [])].filter(
    ({ long }) => long !== '--version',
  )
}

function rootOf(command: Command | undefined): Command | null | undefined {
  return command?.parent?.parent ?? command?.parent
}

const takesValue = (option: Option): boolean => !option.isBoolean() && !option.negate

/** What a flag takes that does not take `1`. */
const VALUES: Readonly<Record<string, string>> = {
  '--tunnel-host': 'http://h/',
  '--subdomain': 'team',
  '--path': '/a',
  '--fault': 'restart',
  '--timeline': 'at 5s: down',
  '--tunnel-command': 'bore local {port}',
  '--public-url': 'http://h/',
  '--token-ttl': '1s',
  '--jwks-url': 'http://127.0.0.1:1/',
  '--respond': '200',
  '--expect': 'EXPIRED',
  '--report': 'json',
  '--slow-after': '1s',
  '--duration': '1s',
  '--restart-wait': '1s',
  '--rate': '1',
  '--assert': 'p99<1ms',
  '--url': 'http://127.0.0.1:1/',
  '--oauth-url': 'http://127.0.0.1:1/',
  '--token-variable': 'A',
  '--client-secret-variable': 'A',
}

function written(option: Option): string {
  const value = option.argChoices?.[0] ?? VALUES[option.long ?? ''] ?? '1'
  return takesValue(option) ? `${option.long}=${value}` : `${option.long}`
}

/** Exit 2, and nothing but the error: a run that had begun would have said something. */
async function expectUsage(argv: readonly string[], message: string): Promise<void> {
  const { exitCode, stdout, stderr } = await runCli(argv, { cwd: makeTempDir() })
  expect({ argv, exitCode, stdout }).toEqual({ argv, exitCode: 2, stdout: '' })
  const isJson = argv.includes('--json')
  const [{ code, message: text } = {}] = isJson ? jsonLines(stderr) : []
  const said = isJson ? `error[${String(code)}]: ${String(text)}\n` : stderr
  expect(said).toContain(message)
  // With --debug, the stack comes below it.
  expect(said).toMatch(/^error.*\n( {2}try: .*\n)?( {4}at .*\n|Error: .*\n|CliError: .*\n)*$/)
}

test('the rows below are for every command', () => {
  expect([...commands().keys()]).toEqual(COMMANDS)
})

test.each(COMMANDS)('C1: %s refuses an unknown flag by its name', async (path) => {
  for (const flag of ['--nope', '--nope=1', '-q']) {
    await expectUsage(
      [...path.split(' '), flag],
      `error[USAGE]: unknown option '${flag.replace('1', '…')}'`,
    )
  }
})

test.each(COMMANDS)('C1: %s refuses a flag whose value is missing', async (path) => {
  for (const option of flagsOf(path).filter(takesValue)) {
    const message = `error[USAGE]: option '${option.flags}' argument missing`
    await expectUsage([...path.split(' '), option.long ?? ''], message)
  }
})

test.each(COMMANDS)('C1: %s refuses a single flag that is repeated', async (path) => {
  for (const option of flagsOf(path).filter((each) => !isListOption(each))) {
    const argv = [...path.split(' '), written(option), written(option)]
    await expectUsage(argv, `error[USAGE]: ${option.long} is given twice`)
  }
})

const PORTS = ['0x1F', '70000', '65536', '-1', '80a', '6274abc', '', ' 80', '1e3', '80.0', '+80']

test.each(['listen', 'relay'])('C1: %s refuses a port that is none', async (command) => {
  for (const port of PORTS) {
    const message = `--port: expected a whole number from 0 to 65535, found ${JSON.stringify(port)}`
    await expectUsage([command, `--port=${port}`], `error[BAD_NUMBER]: ${message}`)
  }
})

test.each(['listen', 'relay'])(
  'C1: %s refuses a port that is none in its variable',
  async (command) => {
    // An empty variable is none.
    for (const port of PORTS.filter((each) => each !== '')) {
      const { exitCode, stdout, stderr } = await runCli([command], { env: { HOOKSTEP_PORT: port } })
      expect({ port, exitCode, stdout }).toEqual({ port, exitCode: 2, stdout: '' })
      expect(stderr).toContain('error[BAD_NUMBER]: HOOKSTEP_PORT: expected a whole number')
    }
  },
)

test.each([
  ['listen', '--require-token'],
  ['send', '--token'],
])('C1: %s does not repeat what stands after a mistyped flag', async (command, flag) => {
  await expectUsage([command, `${flag}x=canary`], `unknown option '${flag}x=…'`)
})

test('C2: listen on a port in use is exit 3, and registers no tunnel', async () => {
  const { port } = await startFixedEndpoint(204)
  const relay = await startFixedEndpoint(500)
  const tunnel = ['--tunnel-host', new URL(relay.url).origin]
  const result = await runCli(['listen', '--port', String(port), ...tunnel])
  expect(result).toEqual({
    exitCode: 3,
    stdout: '',
    stderr: `error[PORT_IN_USE]: port ${port} is in use\n  try: --port 0 takes a free one\n`,
  })
  expect(relay.received).toEqual([])
})

test('C2: relay on a port in use is exit 3, and says nothing but that', async () => {
  const { port } = await startFixedEndpoint(204)
  expect(await runCli(['relay', '--port', String(port)])).toEqual({
    exitCode: 3,
    stdout: '',
    stderr: `error[PORT_IN_USE]: the relay cannot listen: port ${port} is in use\n  try: --port 0\n`,
  })
})
