import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { EVENTFUL, journalOf } from '../helpers/recorded-requests.ts'
import { runCli, startCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

/** Row C4 of hardening.md, for every command that reads the configuration. */

const NAME = 'hookstep.config.json'

function folderWith(content: string | Uint8Array, mode = 0o600): { cwd: string; file: string } {
  const cwd = makeTempDir()
  const file = join(cwd, NAME)
  writeFileSync(file, content)
  chmodSync(file, mode)
  return { cwd, file }
}

/** Each ends by itself, whatever the configuration says; URL and JOURNAL are those of the test. */
const COMMANDS = [
  'send EXPIRED URL',
  'send-sequence URL',
  'replay JOURNAL URL',
  'listen',
  'relay',
  'journal list JOURNAL',
  'journal show 1 JOURNAL',
  'journal verify JOURNAL',
  'journal export JOURNAL',
  'fixtures list',
  'fixtures show EXPIRED',
  'fixtures validate',
  'fixtures export DIR',
]

const TEN_MB = 10 * 1024 * 1024

const BAD: readonly (readonly [what: string, content: string | Uint8Array, problem: string])[] = [
  ['bad JSON', '{"token": "canary" "flow": 1}', 'not JSON at line 1, column 20: comma expected'],
  ['an empty file', '', 'not JSON at line 1, column 1: value expected'],
  ['an unknown key', '{"timeuot": "canary"}', '/timeuot: this key is not known'],
  ['an unknown key of a profile', '{"profiles":{"p":{"x":1}}}', '/profiles/p/x: this key is not'],
  ['a byte order mark', '\ufeff{}', 'starts with a byte order mark'],
  [
    '10 MB',
    `{"token":"canary${'x'.repeat(TEN_MB - 18)}"}`,
    `${TEN_MB} bytes, and 1 MiB is the most`,
  ],
  ['10 MB of nothing', ' '.repeat(TEN_MB), `${TEN_MB} bytes, and 1 MiB is the most`],
  ['__proto__', '{"__proto__": {"token": "canary"}}', '/__proto__: this key is not allowed'],
  [
    '__proto__ in a profile',
    '{"profiles":{"__proto__":{}}}',
    '/profiles/__proto__: this key is not allowed',
  ],
  ['__proto__ in vars', '{"vars":{"__proto__":"x"}}', '/vars/__proto__: this key is not allowed'],
  [
    '__proto__ in headers',
    '{"headers":{"__proto__":"x"}}',
    '/headers/__proto__: this key is not allowed',
  ],
  ['constructor', '{"constructor": {}}', '/constructor: this key is not known'],
]

test.each(BAD)('C4: %s is exit 2 for every command, and nothing is sent', async (...row) => {
  const [, content, problem] = row
  const { cwd, file } = folderWith(content)
  const endpoint = await startFixedEndpoint(204)
  const journal = await journalOf(EVENTFUL)
  const words = { URL: endpoint.url, JOURNAL: journal, DIR: join(cwd, 'out') }
  for (const command of COMMANDS) {
    const argv = command.split(' ').map((word) => words[word as keyof typeof words] ?? word)
    const { exitCode, stdout, stderr } = await runCli(argv, { cwd })
    expect({ command, exitCode, stdout }).toEqual({ command, exitCode: 2, stdout: '' })
    expect(stderr).toMatch(/^error\[CONFIG_INVALID\]: .*\n( {2}try: .*\n)?$/)
    expect(stderr).toContain(`${file}: ${problem}`)
    expect(stderr).not.toContain('canary')
  }
  expect(endpoint.received).toEqual([])
  expect(({} as Record<string, unknown>)['token']).toBeUndefined()
})

test.each(BAD)(
  'C4: %s is exit 2 for a file that was asked for, by flag or variable',
  async (...row) => {
    const [, content, problem] = row
    const { file } = folderWith(content)
    for (const options of [{}, { env: { HOOKSTEP_CONFIG: file } }]) {
      const flag = 'env' in options ? [] : ['--config', file]
      const result = await runCli(['send', 'EXPIRED', 'http://127.0.0.1:1/', ...flag], options)
      expect(result).toMatchObject({ exitCode: 2, stdout: '' })
      expect(result.stderr).toContain(`error[CONFIG_INVALID]: ${file}: ${problem}`)
    }
  },
)

test.each([
  ['token', { token: 'canary-token' }, '/token'],
  ['clientSecret', { clientSecret: 'canary-secret', clientId: 'a' }, '/clientSecret'],
  ['headers', { headers: { 'X-Key': 'canary-header' } }, '/headers/X-Key'],
  ['a header of a list', { headers: ['X-Key: canary-header'] }, '/headers/0'],
  ['a profile', { profiles: { p: { token: 'canary-token' } } }, '/profiles/p/token'],
])(
  'C4: a secret in %s that everybody may read is a warning, and the run goes on',
  async (...row) => {
    const [, config, pointer] = row
    const { url } = await startFixedEndpoint(204)
    const oauth = 'clientSecret' in config ? ['--oauth-url', (await startTokens()).url] : []
    for (const [mode, warns] of [
      [0o644, true],
      [0o604, true],
      [0o640, false],
      [0o600, false],
    ] as const) {
      const { cwd, file } = folderWith(JSON.stringify(config), mode)
      const { exitCode, stdout, stderr } = await runCli(['send', 'EXPIRED', url, ...oauth], { cwd })
      expect(exitCode).toBe(0)
      const text = `warning: ${file}: ${pointer} is a secret, and everybody on this machine can read the file\n  try: chmod 600 ${file}\n`
      expect(stderr.startsWith('warning: ') && stderr.includes(text)).toBe(warns)
      expect(stdout + stderr).not.toContain('canary')
    }
  },
)

async function startTokens() {
  const token = JSON.stringify({ access_token: 'abc', token_type: 'Bearer', expires_in: 60 })
  return startFixedEndpoint(200, { 'content-type': 'application/json' }, token)
}

test('C4: listen warns of such a file as well, and is ready', async () => {
  const config = { port: 0, tunnel: 'none', journal: false, requireToken: 'canary-token' }
  const { cwd, file } = folderWith(JSON.stringify(config), 0o644)
  const cli = startCli(['listen'], { cwd })
  await cli.stderr.until(/Ready\./)
  expect(cli.stderr.text).toContain(`warning: ${file}: /requireToken is a secret`)
  expect(cli.stderr.text).not.toContain('canary')
})
