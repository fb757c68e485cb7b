import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { EVENTFUL, journalOf } from '../helpers/recorded-requests.ts'
import { runCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import type { TestContextOptions } from '../helpers/test-context.ts'

/** Row C3 of hardening.md, wherever a URL or a header is taken. */

interface Input {
  readonly argv: readonly string[]
  readonly options?: TestContextOptions
}

/** A command that takes the bad value, and the name that its error must give. */
type Place = readonly [
  title: string,
  named: string,
  input: (value: string) => Input | Promise<Input>,
]

const LISTEN = ['listen', '--port', '0', '--tunnel', 'none']
const CLIENT = ['--client-id', 'me', '--client-secret', 'canary-secret']

async function withConfig(config: object, argv: readonly string[]): Promise<Input> {
  const cwd = makeTempDir()
  writeFileSync(join(cwd, 'hookstep.config.json'), JSON.stringify(config), { mode: 0o600 })
  return { argv, options: { cwd } }
}

async function replay(...argv: string[]): Promise<Input> {
  return { argv: ['replay', await journalOf(EVENTFUL), ...argv] }
}

/** Fails the test that sends anything. */
const UNUSED = 'http://127.0.0.1:1/'

const URL_PLACES: readonly Place[] = [
  ['send', '', (url) => ({ argv: ['send', 'EXPIRED', url] })],
  ['send-sequence', '', (url) => ({ argv: ['send-sequence', url] })],
  ['replay', '', async (url) => replay(url)],
  [
    'HOOKSTEP_URL',
    '',
    (url) => ({ argv: ['send', 'EXPIRED'], options: { env: { HOOKSTEP_URL: url } } }),
  ],
  ['url in the configuration', '/url', async (url) => withConfig({ url }, ['send', 'EXPIRED'])],
  ...['send EXPIRED', 'send-sequence'].map((command): Place => [
    `${command} --oauth-url`,
    '--oauth-url',
    (url) => ({ argv: [...command.split(' '), UNUSED, `--oauth-url=${url}`, ...CLIENT] }),
  ]),
  [
    'replay --oauth-url',
    '--oauth-url',
    async (url) => replay(UNUSED, `--oauth-url=${url}`, ...CLIENT),
  ],
  ...['--forward-to', '--tunnel-host'].map((flag): Place => [
    `listen ${flag}`,
    flag,
    (url) => ({ argv: [...LISTEN, `${flag}=${url}`] }),
  ]),
  ['listen --jwks-url', '', (url) => ({ argv: [...LISTEN, `--jwks-url=${url}`] })],
  [
    'HOOKSTEP_FORWARD_TO',
    'HOOKSTEP_FORWARD_TO',
    (url) => ({ argv: LISTEN, options: { env: { HOOKSTEP_FORWARD_TO: url } } }),
  ],
  [
    'forwardTo in the configuration',
    '/forwardTo',
    async (forwardTo) => withConfig({ forwardTo }, LISTEN),
  ],
  ['init --url', '--url', (url) => ({ argv: ['init', '--yes', `--url=${url}`] })],
  ['init --oauth-url', '--oauth-url', (url) => ({ argv: ['init', '--yes', `--oauth-url=${url}`] })],
]

const BAD_URLS = [
  'ftp://h/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'http://canary-user:canary-pass@h/',
  'http://canary-user@h/',
  'http://:canary-pass@h/',
  'http://[',
  'http://',
  'http://h:99999/',
  'http://a b/',
  'http://h/a b',
  ' http://h/',
  'http://h/\t',
  'http://h/\r\nX: y',
  'nowhere',
]

/** Exit 2, nothing opened or sent, and one error that names the place and repeats no password. */
async function expectRefused({ argv, options }: Input, code: RegExp, named: string): Promise<void> {
  const { exitCode, stdout, stderr } = await runCli(argv, { cwd: makeTempDir(), ...options })
  expect({ argv, exitCode, stdout }).toEqual({ argv, exitCode: 2, stdout: '' })
  expect(stderr).toMatch(code)
  expect(stderr).toContain(named)
  expect(stderr).not.toContain('canary')
  // A warning of a secret on the command line may stand in front.
  expect(stderr).toMatch(/^(warning: .*\n {2}try: .*\n)*error.*\n( {2}try: .*\n)?$/)
}

test.each(URL_PLACES)(
  'C3: %s refuses what is no plain http or https URL',
  async (_, named, input) => {
    for (const url of BAD_URLS) {
      await expectRefused(await input(url), /error\[(BAD_URL|CONFIG_INVALID)\]: /, named)
    }
  },
)

const HEADER_PLACES: readonly Place[] = [
  ...['send EXPIRED', 'send-sequence'].map((command): Place => [
    `${command} -H`,
    '-H',
    (header) => ({ argv: [...command.split(' '), UNUSED, '-H', header] }),
  ]),
  ['replay -H', '-H', async (header) => replay(UNUSED, '-H', header)],
  ['listen -H', '-H', (header) => ({ argv: [...LISTEN, '--forward-to', UNUSED, '-H', header] })],
  [
    'listen --require-header',
    '--require-header',
    (header) => ({ argv: [...LISTEN, '--require-header', header] }),
  ],
  ['init -H', '-H', (header) => ({ argv: ['init', '--yes', '-H', header] })],
  [
    'headers in the configuration',
    '/headers/0',
    async (header) => withConfig({ headers: [header] }, ['send', 'EXPIRED', UNUSED]),
  ],
  [
    'forwardHeaders in the configuration',
    '/forwardHeaders/0',
    async (header) => withConfig({ forwardTo: UNUSED, forwardHeaders: [header] }, LISTEN),
  ],
]

const BAD_HEADERS = [
  'X-A: canary\rb',
  'X-A: canary\nb',
  'X-A: canary\r\nX-B: c',
  'X-A: canary\0',
  'X-A: canary\u007f',
  'X-A: canary\u2028',
  'X-A\r\nX-B: canary',
  'X-A\0: canary',
  'X A: canary',
  'Host: canary',
  'HOST : canary',
  'Content-Length: 1',
  'content-length: 1',
  'Transfer-Encoding: chunked',
  'Connection: close',
  'Upgrade: h2c',
  'Expect: 100-continue',
  ': canary',
  'canary',
  '',
]

test.each(HEADER_PLACES)(
  'C3: %s refuses a header that would break the request',
  async (...place) => {
    const [, named, input] = place
    for (const header of BAD_HEADERS) {
      await expectRefused(await input(header), /error\[(BAD_HEADER|CONFIG_INVALID)\]: /, named)
    }
  },
)

test('C3: a line break in HOOKSTEP_HEADER ends the header, and each one is checked', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const env = { HOOKSTEP_HEADER: 'X-A: 1\r\nHost: evil' }
  const result = await runCli(['send', 'EXPIRED', url], { env })
  expect(result).toMatchObject({ exitCode: 2, stdout: '' })
  expect(result.stderr).toContain('error[BAD_HEADER]: HOOKSTEP_HEADER: "Host": hookstep sets')
  expect(received).toEqual([])
})
