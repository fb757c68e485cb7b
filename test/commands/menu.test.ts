import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import { checkedBy } from '../../src/commands/answers.ts'
import { chooseCommand } from '../../src/commands/menu.ts'
import type { Choice, Prompt } from '../../src/context.ts'
import { buildProgram } from '../../src/program.ts'
import type { Answer } from '../helpers/script-prompt.ts'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { runCli, startCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { createTestContext } from '../helpers/test-context.ts'

const withConfig = (config: object): string => {
  const cwd = makeTempDir()
  writeFileSync(join(cwd, 'hookstep.config.json'), JSON.stringify(config), { mode: 0o600 })
  return cwd
}

test('without somebody to ask, hookstep prints the help', async () => {
  const help = await runCli(['--help'])
  for (const argv of [[], ['--no-color'], ['--debug']]) expect(await runCli(argv)).toEqual(help)
})

test('with somebody to ask, no menu comes where a command or a wrong word stands', async () => {
  expect((await runCli(['--help'], { answers: [] })).stdout).toContain('Usage:')
  expect((await runCli(['lisen'], { answers: [] })).exitCode).toBe(2)
})

test.each([
  ['help', 'Usage: hookstep'],
  ['fixtures', 'ONBOARDING_FINISHED'],
])('choosing %s runs it', async (choice, output) => {
  const { exitCode, stdout } = await runCli([], { answers: [choice] })
  expect(exitCode).toBe(0)
  expect(stdout).toContain(output)
})

test('choosing demo runs the demo', async () => {
  const { exitCode, stdout } = await runCli(['--no-color'], { answers: ['demo'] })
  expect(stdout).toContain('18 of 18 notifications acknowledged')
  expect(exitCode).toBe(0)
})

test('choosing relay runs it until Ctrl+C', async () => {
  const { done, stderr, interrupt } = startCli([], {
    answers: ['relay'],
    env: { HOOKSTEP_PORT: '0' },
  })
  await stderr.until(/relay +(http:\S+)/)
  interrupt()
  expect((await done).exitCode).toBe(0)
})

test('choosing init runs the wizard', async () => {
  const cwd = makeTempDir()
  const answers = ['init', 'http://a/', 'full', 'none', '', 'none']
  expect((await runCli([], { cwd, answers })).exitCode).toBe(0)
  expect(existsSync(join(cwd, 'hookstep.config.json'))).toBe(true)
})

test('choosing send-sequence asks for the URL, checks it, and sends', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const answers = ['send-sequence', 'localhost', url]
  const { exitCode, stderr } = await runCli([], { answers, cwd: withConfig({ flow: 'id' }) })
  expect(exitCode).toBe(0)
  expect(stderr).toContain('> "localhost" is not a URL; try http://127.0.0.1:3000/webhook')
  expect(received.length).toBeGreaterThan(0)
})

test('the URL of the configuration is the default', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const cwd = withConfig({ url, flow: 'id' })
  expect((await runCli([], { answers: ['send-sequence', ''], cwd })).exitCode).toBe(0)
  expect(received.length).toBeGreaterThan(0)
})

test('choosing send asks for status and URL', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const answers: Answer[] = ['send', 'ONBOARDING_FINISHED', url]
  expect((await runCli([], { answers })).exitCode).toBe(0)
  expect(received.map(({ body }) => body.toString())).toEqual([
    expect.stringContaining('ONBOARDING_FINISHED'),
  ])
})

test('every other argument of a command is asked for by its name', async () => {
  const program = new Command('hookstep')
  program.command('replay').argument('<journal>', 'what to send again').description('replay it')
  const { context, stderr } = createTestContext({ answers: ['replay', ' ', 'a.ndjson'] })
  expect(await chooseCommand(program, context)).toEqual(['replay', 'a.ndjson'])
  expect(stderr.text).toContain('> an answer is needed')
})

test('a bug in the parser of an answer stays a bug', () => {
  const check = checkedBy(() => {
    throw new TypeError('a bug')
  })
  expect(() => check('x')).toThrow(TypeError)
})

test('a broken configuration stands in the way of what needs it, not of the menu', async () => {
  const cwd = withConfig({ nope: 1 })
  expect((await runCli([], { answers: ['help'], cwd })).exitCode).toBe(0)
  const { exitCode, stderr } = await runCli([], { answers: ['send-sequence'], cwd })
  expect(exitCode).toBe(2)
  expect(stderr).toContain('/nope: this key is not known')
})

/** What the menu shows in a terminal of this width. */
async function choicesAt(columns: number): Promise<readonly Choice[]> {
  const { context } = createTestContext({ answers: ['help'], columns })
  const seen: Choice[] = []
  const select: Prompt['select'] = async ({ choices }) => {
    seen.push(...choices)
    return 'help'
  }
  const program = buildProgram(context, () => {})
  await chooseCommand(program, { ...context, prompt: { ...context.prompt, select } })
  return seen
}

test.each([40, 59, 78])(
  'in %d columns the menu shows names, and the summary of one',
  async (columns) => {
    const choices = await choicesAt(columns)
    expect(choices.map(({ value }) => value)).toContain('send-sequence')
    for (const { value, name, description } of choices) {
      expect(name).toBe(value)
      expect(description).toMatch(/^\w.* .*\w$/)
    }
  },
)

test.each([80, 100])('in %d columns the summary stands beside the name', async (columns) => {
  for (const { value, name, description } of await choicesAt(columns)) {
    expect(name.length + 2).toBeLessThanOrEqual(columns)
    expect(name.replace(value, '')).toMatch(/^ {2,}\w.* .*\w$/)
    expect(description).toBeUndefined()
  }
})

test('Ctrl+C in the menu ends with exit 130', async () => {
  const { exitCode, stdout } = await runCli([], { answers: ['^C'] })
  expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' })
})
