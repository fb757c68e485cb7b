import { expect, test } from 'vitest'
import { main } from '../src/main.ts'
import { runCli } from './helpers/run-cli.ts'
import { createTestContext } from './helpers/test-context.ts'

test.each([['--version'], ['-V']])('%s prints the version', async (flag) => {
  expect(await runCli([flag])).toEqual({ exitCode: 0, stdout: '0.0.0-test\n', stderr: '' })
})

test('without arguments, and with --help, the commands are listed on stdout', async () => {
  const bare = await runCli([])
  expect(bare).toMatchObject({
    exitCode: 0,
    stderr: '',
    stdout: expect.stringContaining('send-sequence') as string,
  })
  expect(await runCli(['--help'])).toEqual(bare)
  expect((await runCli(['help', 'listen'])).stdout).toBe(
    (await runCli(['listen', '--help'])).stdout,
  )
})

test.each([
  [40, 'help'],
  [80, 'help'],
  [40, 'listen'],
  [80, 'send-sequence'],
  [40, 'relay'],
  [80, 'relay'],
  [undefined, 'help'],
  [undefined, 'listen'],
  [undefined, 'relay'],
] as const)('help fits a terminal of %s columns, or else 100: %s', async (columns, command) => {
  const options = columns === undefined ? {} : { columns }
  for (const argv of [[command, '--help'], ['--help']]) {
    const { stdout } = await runCli(argv, options)
    const widest = Math.max(...stdout.split('\n').map((line) => line.length))
    expect(widest).toBeLessThanOrEqual(columns ?? 100)
  }
})

test.each([
  [['lisen'], "unknown command 'lisen' (Did you mean listen?)", 'hookstep --help'],
  [['help', 'foo'], 'there is no command "foo"', 'hookstep --help'],
  [['help', 'lisen'], 'there is no command "lisen"', 'hookstep listen --help'],
  [['help', 'journal', 'nope'], 'there is no command "journal nope"', 'hookstep journal --help'],
  [['journal', 'help', 'nope'], 'there is no command "journal nope"', 'hookstep journal --help'],
  [['--profile', 'x'], 'no command is given', 'hookstep --help'],
  [['--nope'], "unknown option '--nope'", 'hookstep --help'],
  [
    ['listen', '--prot', '1'],
    "unknown option '--prot' (Did you mean --port?)",
    'hookstep listen --help',
  ],
  [['journal', 'export', '--nope'], "unknown option '--nope'", 'hookstep journal --help'],
  [['fixtures', 'export', '--nope'], "unknown option '--nope'", 'hookstep fixtures --help'],
])('%j is wrong usage: exit 2, what is wrong, and where to look', async (argv, message, hint) => {
  expect(await runCli(argv)).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `error[USAGE]: ${message}\n  try: ${hint}\n`,
  })
})

test.each([
  [['help'], ['--help']],
  [
    ['help', 'help'],
    ['help', '--help'],
  ],
  [
    ['help', 'journal'],
    ['journal', '--help'],
  ],
  [
    ['help', 'journal', 'show'],
    ['journal', 'show', '--help'],
  ],
  [
    ['journal', 'help', 'show'],
    ['journal', 'show', '--help'],
  ],
  [
    ['--config', 'missing.json', 'help', 'send'],
    ['send', '--help'],
  ],
])('%j prints what %j prints', async (argv, same) => {
  expect(await runCli(argv)).toEqual(await runCli(same))
  expect(await runCli(argv)).toMatchObject({ exitCode: 0, stderr: '' })
})

test('a group without its command shows its help', async () => {
  const { exitCode, stdout, stderr } = await runCli(['fixtures'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toContain('validate')
})

test.each([
  [{}, undefined, false],
  [{}, 80, true],
  [{ NO_COLOR: '1' }, 80, false],
  [{ NO_COLOR: '' }, 80, true],
  [{ TERM: 'dumb' }, 80, false],
  [{ FORCE_COLOR: '1' }, undefined, true],
  [{ FORCE_COLOR: '3' }, undefined, true],
  [{ FORCE_COLOR: '0' }, 80, false],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, 80, false],
])('environment %j in a terminal of %s columns: colour %s', async (env, columns, expected) => {
  const options = columns === undefined ? { env } : { env, columns }
  const { stderr } = await runCli(['send-sequence', 'ftp://x'], options)
  expect(stderr.includes('\u001b[')).toBe(expected)
  expect(
    (await runCli(['send-sequence', 'ftp://x', '--no-color'], { columns: 80 })).stderr,
  ).not.toContain('\u001b[')
})

test('an error nobody thought of is a bug: exit 70, no stack unless asked for', async () => {
  const broken = {
    now: () => {
      throw new Error('clock gone')
    },
    monotonicMs: () => 0,
    sleep: async () => {},
  }
  const argv = ['send-sequence', 'http://127.0.0.1:9/', '--flow', 'id']
  const quiet = await runCli(argv, { clock: broken })
  expect(quiet).toMatchObject({
    exitCode: 70,
    stderr: expect.stringContaining('error[BUG]: a bug in hookstep: clock gone') as string,
  })
  expect(quiet.stderr).not.toMatch(/^ +at /m)
  expect((await runCli([...argv, '--debug'], { clock: broken })).stderr).toContain('main.test.ts')
})

test.each([
  [['--version'], 3],
  [['--help'], 3],
  [['doctor', '--offline', '--report', 'nope'], 2],
])(
  '%j whose output could not be written is told so; what was wrong before it counts',
  async (argv, exitCode) => {
    const { context, stdout, stderr } = createTestContext()
    stdout.failure = new Error('ENOSPC: no space left on device, write')
    expect(await main(argv, context)).toBe(exitCode)
    expect(stderr.text).toContain(
      'error[OUTPUT_NOT_WRITTEN]: standard output cannot be written: ENOSPC: no space left on device, write\n' +
        '  try: > FILE on another disk\n',
    )
  },
)
