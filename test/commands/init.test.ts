import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { Answer } from '../helpers/script-prompt.ts'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { runCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

const NAME = 'hookstep.config.json'
const TOKEN_URL = 'https://auth.example.com/oauth2/token'

async function runInit(
  flags: readonly string[],
  answers?: readonly Answer[],
  options: { cwd?: string; env?: Record<string, string> } = {},
) {
  const { cwd = makeTempDir(), env = {} } = options
  const run = { cwd, env, ...(answers === undefined ? {} : { answers }) }
  const result = await runCli(['init', ...flags], run)
  const file = join(cwd, NAME)
  const text = existsSync(file) ? readFileSync(file, 'utf8') : null
  const config = text === null ? null : (JSON.parse(text) as Record<string, unknown>)
  return { ...result, cwd, file, text, config }
}

test('the wizard writes what was answered, for the owner only, and names the next command', async () => {
  const answers = [
    'http://127.0.0.1:3000/hook',
    'id',
    'bearer',
    '',
    'X-Api-Key: ${API_KEY}',
    '',
    'vendor',
  ]
  const { exitCode, stdout, stderr, file, cwd, config } = await runInit([], answers)
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
  expect(config).toEqual({
    $schema: expect.stringMatching(/^\.\.?\/.*schemas\/hookstep\.config\.schema\.json$/) as string,
    url: 'http://127.0.0.1:3000/hook',
    flow: 'id',
    token: '${HOOKSTEP_TOKEN}',
    headers: { 'X-Api-Key': '${API_KEY}' },
    retry: 'vendor',
  })
  expect(existsSync(resolve(cwd, config?.['$schema'] as string))).toBe(true)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(stderr).toMatch(
    /\nwrote hookstep\.config\.json, for your eyes only\nnext:\n {2}export HOOKSTEP_TOKEN=…\n {2}export API_KEY=…\n {2}hookstep send-sequence\n$/,
  )
})

test('what init wrote is what send-sequence runs with', async () => {
  const endpoint = await startFixedEndpoint(204)
  const flags = ['--yes', '--url', endpoint.url, '--flow', 'abandoned', '--auth', 'bearer']
  const env = { HOOKSTEP_TOKEN: 'canary-token' }
  const { cwd, exitCode, stderr } = await runInit(flags, undefined, { env })
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: `wrote ${NAME}, for your eyes only\nnext:\n  hookstep send-sequence\n`,
  })
  const sent = await runCli(['send-sequence'], { cwd, env })
  expect(sent.exitCode).toBe(0)
  expect(endpoint.received.length).toBeGreaterThan(0)
  for (const { headers } of endpoint.received) {
    expect(headers['authorization']).toBe('Bearer canary-token')
  }
  expect(sent.stdout + sent.stderr).not.toContain('canary')
})

test('answers are checked by the parsers of the flags, and asked for again', async () => {
  const answers = [
    ...['ftp://x', 'http://127.0.0.1/'],
    'full',
    'oauth',
    ...['http://auth.example.com/', TOKEN_URL],
    ...[' ', 'my-client'],
    ...['$ecret!', 'MY_SECRET'],
    ...['Host: x', 'nonsense', 'X-A: 1', 'x-a: 2', ''],
    'none',
  ]
  const { stderr, config } = await runInit([], answers)
  expect(config).toMatchObject({
    url: 'http://127.0.0.1/',
    oauthUrl: TOKEN_URL,
    clientId: 'my-client',
    clientSecret: '${MY_SECRET}',
    headers: ['X-A: 1', 'x-a: 2'],
    retry: 'none',
  })
  for (const complaint of [
    '> "ftp://x" is not an http or https URL; try http:// or https://',
    '> http://auth.example.com would carry the secret unencrypted',
    '> an answer is needed',
    '> expected the name of an environment variable, not its value',
    '> "Host": hookstep sets this header itself',
    "> expected 'Name: value'",
  ]) {
    expect(stderr).toContain(complaint)
  }
  // A person who answers a question types no flag.
  expect(stderr).not.toMatch(/try .*--?[a-z]/i)
})

test('a flag answers its question', async () => {
  const flags = [
    '--url',
    'http://a/',
    '--flow',
    'id',
    '--client-id',
    'c',
    '-H',
    'X-A: 1',
    '--retry',
    'legacy',
  ]
  const { config, stderr } = await runInit(flags, [TOKEN_URL, ''])
  expect(config).toMatchObject({
    url: 'http://a/',
    flow: 'id',
    oauthUrl: TOKEN_URL,
    clientId: 'c',
    clientSecret: '${HOOKSTEP_CLIENT_SECRET}',
    headers: { 'X-A': '1' },
    retry: 'legacy',
  })
  expect(stderr.match(/^\? /gm)).toHaveLength(2)
})

test('--yes asks nothing and takes the defaults', async () => {
  const { exitCode, config, stderr } = await runInit(['--yes'], undefined, {
    env: { HOOKSTEP_URL: 'http://ignored/', HOOKSTEP_HEADER: 'X: secret' },
  })
  expect(exitCode).toBe(0)
  expect(config).toEqual({ $schema: expect.any(String) as string, flow: 'full', retry: 'none' })
  expect(stderr).toContain('  hookstep send-sequence <url>\n')
})

test('--yes with OAuth writes a reference for the secret', async () => {
  const flags = ['--oauth-url', TOKEN_URL, '--client-id', 'c', '--client-secret-variable', 'S']
  const { config } = await runInit(['--yes', ...flags])
  expect(config).toMatchObject({ oauthUrl: TOKEN_URL, clientId: 'c', clientSecret: '${S}' })
})

test.each([
  [
    [],
    'NO_TERMINAL',
    /init asks questions, and there is no terminal\n {2}try: hookstep init --yes --url URL/,
  ],
  [['--yes', '--auth', 'oauth'], 'MISSING_ANSWER', /--yes: nothing says --oauth-url/],
  [['--yes', '--url', 'x'], 'BAD_URL', /"x" is not a URL/],
  [['--yes', '--flow', 'nope'], 'UNKNOWN_FLOW', /there is no flow "nope"/],
  [['--yes', '--auth', 'magic'], 'USAGE', /Allowed choices are none, bearer, oauth/],
  [
    ['--yes', '--auth', 'none', '--token-variable', 'T'],
    'USAGE',
    /--auth none does not go with --token-variable/,
  ],
  [
    ['--yes', '--token-variable', 'T', '--client-id', 'c'],
    'USAGE',
    /--token-variable does not go with the flags of OAuth/,
  ],
  [['--yes', '--token-variable', 'a b'], 'BAD_VARIABLE_NAME', /not its value/],
  [['--yes', '-H', 'Host: x'], 'BAD_HEADER', /hookstep sets this header itself/],
])('init %j without a terminal: exit 2, and nothing is written', async (flags, code, message) => {
  const { exitCode, stdout, stderr, config } = await runInit(flags)
  expect({ exitCode, stdout, config }).toEqual({ exitCode: 2, stdout: '', config: null })
  expect(stderr).toContain(`error[${code}]`)
  expect(stderr).toMatch(message)
})

test('a file that is there is replaced only when the person, or --force, says so', async () => {
  const cwd = makeTempDir()
  const file = join(cwd, NAME)
  // Not even a broken one is in the way.
  writeFileSync(file, '{ old', { mode: 0o644 })
  const yes = await runCli(['init', '--yes'], { cwd })
  expect(yes).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('CONFIG_EXISTS') as string,
  })
  const no = await runCli(['init'], { cwd, answers: [false] })
  expect(no).toMatchObject({
    exitCode: 0,
    stderr: expect.stringMatching(/Replace it\? false\nnothing was written\n$/) as string,
  })
  expect(readFileSync(file, 'utf8')).toBe('{ old')
  const asked = await runCli(['init', '--url', 'http://a/'], {
    cwd,
    answers: [true, 'full', 'none', '', 'none'],
  })
  expect(asked.exitCode).toBe(0)
  expect(readFileSync(file, 'utf8')).toContain('http://a/')
  expect((await runInit(['--yes', '--force'], undefined, { cwd })).config).not.toHaveProperty('url')
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('--config names the file to write, and the next command reads it', async () => {
  const cwd = makeTempDir()
  const { exitCode, stderr } = await runCli(['init', '--yes', '--config', 'my.json'], { cwd })
  expect(exitCode).toBe(0)
  expect(existsSync(join(cwd, 'my.json'))).toBe(true)
  expect(stderr).toContain('  hookstep send-sequence --config my.json <url>\n')
})

test('Ctrl+C at any question ends with exit 130 and writes nothing', async () => {
  const all: Answer[] = ['http://a/', 'full', 'bearer', 'T', 'X-A: 1', '', 'none']
  for (const count of all.keys()) {
    const { exitCode, config, stderr } = await runInit([], [...all.slice(0, count), '^C'])
    expect({ exitCode, config }).toEqual({ exitCode: 130, config: null })
    expect(stderr).toContain('error[INTERRUPTED]')
  }
})
