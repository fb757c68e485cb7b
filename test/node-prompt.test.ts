import { EventEmitter, once } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createNodePrompt } from '../src/node-prompt.ts'

/** A process with a terminal in memory; `_isStdio` keeps a pipe from ending standard output, as in Node. */
class TerminalProcess extends EventEmitter {
  stdin: PassThrough & { isTTY?: boolean } = Object.assign(new PassThrough(), { isTTY: true })
  stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, _isStdio: true })
  screen = ''

  readonly env: Record<string, string>

  constructor(env: Record<string, string>) {
    super()
    this.env = env
    this.stdout.on('data', (chunk: Buffer) => (this.screen += chunk.toString()))
  }

  async until(text: string): Promise<void> {
    while (!this.screen.includes(text)) await once(this.stdout, 'data')
  }
}

function start(env: Record<string, string> = {}) {
  const process = new TerminalProcess(env)
  const controller = new AbortController()
  const prompt = createNodePrompt(process as unknown as NodeJS.Process, controller.signal)
  return { process, prompt, controller }
}

test.each([
  [{}, true],
  [{ CI: '' }, true],
  [{ CI: 'false' }, true],
  [{ CI: '0' }, true],
  [{ CI: 'true' }, false],
  [{ CI: '1' }, false],
  [{ TERM: 'dumb' }, false],
  [{ TERM: 'xterm' }, true],
])('in a terminal with %j a prompt is available: %s', (env, expected) => {
  expect(start(env).prompt.isAvailable).toBe(expected)
})

test('without a terminal on both sides no prompt is available', () => {
  const { process, prompt } = start()
  delete process.stdin.isTTY
  expect(prompt.isAvailable).toBe(false)
  process.stdin.isTTY = true
  process.stdout.isTTY = false
  expect(prompt.isAvailable).toBe(false)
})

test('a question is wrapped to the columns of the terminal', async () => {
  const { process, prompt } = start()
  process.stdout.columns = 30
  const answering = prompt.input({ message: 'Environment variable that holds it:' })
  await process.until('Environment variable that\n  holds it:')
  process.stdin.write('x\r')
  expect(await answering).toBe('x')
})

test('the questions are asked by inquirer', async () => {
  const { process, prompt } = start()
  const choices = [
    { value: 'a', name: 'the first' },
    { value: 'b', name: 'the second', description: 'about b' },
  ]
  const selecting = prompt.select({ message: 'Which?', choices })
  await process.until('the second')
  process.stdin.write('\u001b[B')
  await process.until('about b')
  process.stdin.write('\r')
  expect(await selecting).toBe('b')

  const input = prompt.input({
    message: 'Name?',
    default: 'x',
    validate: (text) => text === 'ok' || 'say ok',
  })
  await process.until('Name?')
  process.stdin.write('\r')
  await process.until('say ok')
  process.stdin.write('ok\r')
  expect(await input).toBe('ok')

  const confirming = prompt.confirm({ message: 'Sure?', default: true })
  await process.until('Sure?')
  process.stdin.write('n\r')
  expect(await confirming).toBe(false)
})

test('Ctrl+C breaks a question off with exit 130', async () => {
  const { process, prompt } = start()
  const input = prompt.input({ message: 'Name?' })
  await process.until('Name?')
  process.stdin.write('\u0003')
  await expect(input).rejects.toMatchObject({ code: 'INTERRUPTED', exitCode: 130 })
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])('%s breaks a question off with exit %d', async (interruptedBy, exitCode) => {
  const { process, prompt, controller } = start()
  const input = prompt.input({ message: 'Name?' })
  await process.until('Name?')
  controller.abort({ interruptedBy })
  await expect(input).rejects.toMatchObject({ code: 'INTERRUPTED', exitCode })
  await expect(prompt.input({ message: 'Again?' })).rejects.toMatchObject({ exitCode })
})

test('the end of the input breaks a question off, which inquirer would wait on for ever', async () => {
  const { process, prompt } = start()
  const input = prompt.input({ message: 'Name?' })
  await process.until('Name?')
  process.emit('beforeExit', 0)
  await expect(input).rejects.toMatchObject({ code: 'INTERRUPTED', exitCode: 130 })
  expect(process.listenerCount('beforeExit')).toBe(0)
})
