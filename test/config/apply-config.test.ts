import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { expect, test } from 'vitest'
import { applyConfig } from '../../src/config/apply-config.ts'
import { configuredUrl } from '../../src/config/configured-url.ts'
import { applyEnvironment } from '../../src/config/environment.ts'
import { configRequest } from '../../src/config/load-settings.ts'
import { parseDurationMs } from '../../src/config/parse-duration.ts'
import { parseHeader } from '../../src/config/parse-header.ts'
import { parseVariable } from '../../src/config/parse-variable.ts'
import { repeatable } from '../../src/commands/command.ts'
import type { Environment } from '../../src/context.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

interface Run {
  readonly argv?: readonly string[]
  readonly env?: Environment
  readonly mode?: number
}

/** What a command with all kinds of flags gets from this configuration. */
async function configure(config: object | null, { argv = [], env = {}, mode = 0o600 }: Run = {}) {
  const cwd = makeTempDir()
  const file = join(cwd, 'hookstep.config.json')
  if (config !== null) {
    writeFileSync(file, JSON.stringify(config))
    chmodSync(file, mode)
  }
  const warnings: string[] = []
  let result: { flags: Record<string, unknown>; url: string | undefined } | undefined
  const program = new Command('hookstep')
    .option('--config <file>')
    .option('--profile <name>')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .hook('preAction', async (_, command) => {
      applyEnvironment(command, env)
      const warn = (text: string, hint: string) => void warnings.push(`${text} | ${hint}`)
      await applyConfig(command, configRequest(program, { cwd, env }, warn))
    })
  const send = addFlags(program.command('send').argument('[url]'))
  send.action((url: string | undefined, flags: Record<string, unknown>) => {
    result = { flags, url: url ?? configuredUrl(send) }
  })
  program.command('bare').action(() => {
    result = { flags: {}, url: undefined }
  })
  for (const command of program.commands) command.copyInheritedSettings(program)
  const words = argv.includes('bare') ? argv : ['send', ...argv]
  await program.parseAsync(words, { from: 'user' })
  return { ...result, warnings, file, cwd }
}

function addFlags(command: Command): Command {
  return command
    .option('--flow <name...>')
    .addOption(new Option('--statuses <list>').argParser((text) => text.split(',')))
    .option('--external-customer-id <id>')
    .option('--no-external-customer-id')
    .addOption(repeatable('-H, --header <header>', 'a header', parseHeader))
    .addOption(repeatable('--var <name=value>', 'a variable', parseVariable))
    .option('--timeout <duration>', 'wait', (text) => parseDurationMs(text, '--timeout'), 30_000)
    .addOption(new Option('--oauth-credentials <how>').choices(['plain']).default('plain'))
    .option('--oauth-url <url>')
    .option('--client-id <id>')
    .option('--token <token>')
    .option('--report <formats>')
    .option('--report-dir <dir>')
    .option('--fixtures <dir>')
    .option('--time-scale <factor>')
    .option('--strict')
    .option('--port <port>')
    .option('--respond-body <text>')
}

const URL_A = 'http://127.0.0.1:1/a'
const URL_B = 'http://127.0.0.1:1/b'

test('every kind of value reaches its flag, through the parser of the flag', async () => {
  const { flags, url, cwd, warnings } = await configure({
    url: URL_A,
    flow: ['id', 'full'],
    headers: { 'X-A': '1', 'X-B': 'b: c' },
    vars: { a: 'x=y' },
    timeout: '2s',
    report: ['junit', 'har'],
    reportDir: 'out',
    fixtures: '/abs',
    timeScale: 100,
    strict: true,
    port: 8080,
    respondBody: '',
  })
  expect(url).toBe(URL_A)
  expect(flags).toMatchObject({
    flow: ['id', 'full'],
    header: [
      ['X-A', '1'],
      ['X-B', 'b: c'],
    ],
    var: [['a', 'x=y']],
    timeout: 2000,
    report: 'junit,har',
    reportDir: join(cwd, 'out'),
    fixtures: '/abs',
    timeScale: '100x',
    strict: true,
    port: '8080',
    respondBody: '',
  })
  expect(warnings).toEqual([])
})

test.each([
  [{ externalCustomerId: false }, false],
  [{ externalCustomerId: 'C-1' }, 'C-1'],
  [{}, undefined],
])('%j: the external id is %j', async (config, expected) => {
  expect((await configure(config)).flags?.['externalCustomerId']).toBe(expected)
})

test('numbers are milliseconds, texts are taken as they are, false leaves a flag out', async () => {
  const { flags } = await configure({
    timeout: 700,
    timeScale: '10x',
    strict: false,
    headers: ['X-A: 1'],
  })
  expect(flags).toMatchObject({ timeout: 700, timeScale: '10x', header: [['X-A', '1']] })
  expect(flags).not.toHaveProperty('strict')
})

test('a flag goes before the environment, that before the profile, that before the file', async () => {
  const config = { timeout: 1, profiles: { p: { timeout: 2 }, q: {} } }
  const profile = ['--profile', 'p']
  const env = { HOOKSTEP_TIMEOUT: '3' }
  const timeout = async (run: Run) => (await configure(config, run)).flags?.['timeout']
  expect(await timeout({ argv: [...profile, '--timeout', '4'], env })).toBe(4)
  expect(await timeout({ argv: profile, env })).toBe(3)
  expect(await timeout({ argv: profile })).toBe(2)
  expect(await timeout({ env: { HOOKSTEP_PROFILE: 'p' } })).toBe(2)
  expect(await timeout({ env: { HOOKSTEP_PROFILE: 'p' }, argv: ['--profile', 'q'] })).toBe(1)
  expect(await timeout({ env: { HOOKSTEP_PROFILE: '' } })).toBe(1)
  expect((await configure({})).flags?.['timeout']).toBe(30_000)
})

test.each(['0', 'false', 'No'])(
  'HOOKSTEP_STRICT=%s goes before the profile and the file, and after the flag',
  async (value) => {
    const config = { strict: true, profiles: { p: { strict: true } } }
    const env = { HOOKSTEP_STRICT: value }
    const strict = async (run: Run) => (await configure(config, run)).flags?.['strict']
    expect(await strict({ env })).toBeUndefined()
    expect(await strict({ env, argv: ['--profile', 'p'] })).toBeUndefined()
    expect(await strict({ env, argv: ['--strict'] })).toBe(true)
    expect(await strict({ env: { HOOKSTEP_STRICT: '' } })).toBe(true)
  },
)

test('a negated switch that is off leaves the value of the file', async () => {
  const env = { HOOKSTEP_NO_EXTERNAL_CUSTOMER_ID: '0' }
  const { flags } = await configure({ externalCustomerId: 'C-1' }, { env })
  expect(flags).toMatchObject({ externalCustomerId: 'C-1' })
})

test('the same order holds for the URL', async () => {
  const config = { url: URL_A, profiles: { p: { url: URL_B } } }
  expect((await configure(config, { argv: ['http://c'] })).url).toBe('http://c')
  expect((await configure(config, { env: { HOOKSTEP_URL: 'http://d' } })).url).toBe('http://d')
  expect((await configure(null, { env: { HOOKSTEP_URL: 'http://d' } })).url).toBe('http://d')
  expect((await configure(config, { argv: ['--profile', 'p'] })).url).toBe(URL_B)
  expect((await configure(config)).url).toBe(URL_A)
  expect((await configure({})).url).toBeUndefined()
})

test('what excludes a flag of the command line or the environment is left out', async () => {
  const config = { statuses: ['A', 'B'], oauthUrl: 'https://auth', clientId: 'c' }
  const byFlag = await configure(config, { argv: ['--flow', 'id', '--token', 't'] })
  expect(byFlag.flags).toMatchObject({ flow: ['id'], token: 't' })
  const byEnv = await configure(config, { env: { HOOKSTEP_FLOW: 'id', HOOKSTEP_TOKEN: 't' } })
  for (const { flags } of [byFlag, byEnv]) {
    expect(flags).not.toHaveProperty('statuses')
    expect(flags).not.toHaveProperty('oauthUrl')
  }
  const env = { HOOKSTEP_STATUSES: 'A', HOOKSTEP_TOKEN: 't' }
  const nearer = await configure(null, { argv: ['--flow', 'id', '--oauth-url', 'x'], env })
  expect(nearer.flags).toEqual(expect.not.objectContaining({ statuses: ['A'], token: 't' }))
})

test('a profile overrules what excludes its keys; side by side they are refused', async () => {
  const config = { token: 't', profiles: { p: { oauthUrl: 'https://auth.example.com/' } } }
  const { flags } = await configure(config, { argv: ['--profile', 'p'] })
  expect(flags).toMatchObject({ oauthUrl: 'https://auth.example.com/' })
  expect(flags).not.toHaveProperty('token')
  await expect(configure({ token: 't', clientId: 'c' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/: \/token: excludes \/clientId$/) as string,
  })
})

test('variables are filled in, and only where they are used', async () => {
  const config = {
    url: 'http://${HOST}/hook',
    token: '${GONE}',
    headers: { 'X-Key': '${KEY}-$${KEY}' },
    respondType: '${ALSO_GONE}',
    profiles: { p: { token: '${TOKEN}' }, unused: { timeout: '${GONE}' } },
  }
  const env = { HOST: '127.0.0.1:9', TOKEN: 't1', KEY: 'k1', EMPTY: '' }
  const { flags, url } = await configure(config, { argv: ['--profile', 'p'], env })
  expect(url).toBe('http://127.0.0.1:9/hook')
  expect(flags).toMatchObject({ token: 't1', header: [['X-Key', 'k1-${KEY}']] })
  expect(
    (await configure(config, { argv: ['http://x', '--token', 't'], env: { KEY: 'k' } })).url,
  ).toBe('http://x')
  await expect(configure(config, { env })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    exitCode: 2,
    message: expect.stringMatching(
      /hookstep\.config\.json: \/token: the environment variable GONE is not set$/,
    ) as string,
    hint: 'export GONE=…',
  })
  await expect(configure({ timeout: '${EMPTY}' }, { env })).rejects.toThrow(
    '/timeout: the environment variable EMPTY is not set: it is empty',
  )
  await expect(configure({ respondBody: 'a ${b c}' })).rejects.toThrow(
    '/respondBody: ${ without the name of a variable',
  )
})

test.each([
  [{ timeout: 'soon' }, '/timeout: expected a duration, found "soon"'],
  [
    { headers: { 'X-A': '1', Host: 'x' } },
    '/headers/Host: "Host": hookstep sets this header itself',
  ],
  [{ headers: ['X-A'] }, "/headers/0: expected 'Name: value'"],
  [{ vars: { 'a b': '1' } }, '/vars/a b: "a b=1": expected name=value'],
  [{ oauthUrl: 'ftp://x' }, '/oauthUrl: "ftp://x" is not an http or https URL'],
  [{ token: 'has space' }, '/token: not a bearer token (RFC 6750, 2.1)'],
  [{ token: '' }, '/token: not a bearer token (RFC 6750, 2.1)'],
  [{ url: 'ftp://x' }, '/url: "ftp://x" is not an http or https URL'],
  [{ url: 'localhost' }, '/url: "localhost" is not a URL'],
  [
    { oauthCredentials: 'rfc6749' },
    "/oauthCredentials: option '--oauth-credentials <how>' argument 'rfc6749' is invalid",
  ],
])('what a flag refuses is refused with the name of file and key: %j', async (config, message) => {
  await expect(configure(config)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    exitCode: 2,
    message: expect.stringContaining(`hookstep.config.json: ${message}`) as string,
  })
})

test('a profile that is not there is refused with the names of those that are', async () => {
  const argv = ['--profile', 'prod']
  await expect(configure({ profiles: { a: {}, b: {} } }, { argv })).rejects.toMatchObject({
    code: 'UNKNOWN_PROFILE',
    exitCode: 2,
    message: expect.stringMatching(/config\.json has no profile "prod"$/) as string,
    hint: '--profile a or b',
  })
  await expect(configure({}, { argv })).rejects.toMatchObject({ hint: 'add "profiles" to it' })
  await expect(
    configure({ profiles: {} }, { argv: ['--profile', 'constructor'] }),
  ).rejects.toMatchObject({
    code: 'UNKNOWN_PROFILE',
  })
  await expect(configure(null, { argv })).rejects.toMatchObject({ code: 'CONFIG_MISSING' })
})

test('--config and HOOKSTEP_CONFIG name the file; a command without flags reads none unless told', async () => {
  const missing = { code: 'CONFIG_MISSING', exitCode: 2 }
  await expect(configure({}, { argv: ['--config', 'x.json'] })).rejects.toMatchObject(missing)
  const env = { HOOKSTEP_CONFIG: 'x.json' }
  await expect(configure({}, { env })).rejects.toMatchObject(missing)
  expect((await configure({ broken: 1 }, { argv: ['bare'], env })).flags).toEqual({})
  await expect(configure({}, { argv: ['bare', '--config', 'x.json'] })).rejects.toMatchObject(
    missing,
  )
  const { flags } = await configure(
    { port: 1 },
    { env: { HOOKSTEP_CONFIG: 'hookstep.config.json' } },
  )
  expect(flags).toMatchObject({ port: '1' })
})

test('a file that everybody may read and that holds a secret gives a warning', async () => {
  const config = { profiles: { p: { token: 'canary-token' } } }
  const { warnings, file } = await configure(config, { mode: 0o644 })
  expect(warnings).toEqual([
    `${file}: /profiles/p/token is a secret, and everybody on this machine can read the file | chmod 600 ${file}`,
  ])
  expect((await configure(config, { mode: 0o600 })).warnings).toEqual([])
  expect(
    (await configure({ headers: { A: '${B}' } }, { mode: 0o644, env: { B: '1' } })).warnings,
  ).toEqual([])
})

test('an error that is not about the value is not explained away', async () => {
  const program = new Command('hookstep')
  const command = program.command('send').option('--port <port>', 'port', () => {
    throw new TypeError('a bug')
  })
  const cwd = makeTempDir()
  writeFileSync(join(cwd, 'hookstep.config.json'), '{"port": 1}')
  const request = configRequest(program, { cwd, env: {} }, () => {})
  await expect(applyConfig(command, request)).rejects.toThrow(TypeError)
})
