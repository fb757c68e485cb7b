import { execFileSync } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createNodeContext } from '../src/node-context.ts'
import { systemClock } from '../src/system-clock.ts'
import { makeTempDir } from './helpers/temp-dir.ts'

class FakeStream extends EventEmitter {
  isTTY: boolean | undefined = undefined
  columns = 0
  written: string[] = []
  write(text: string): boolean {
    this.written.push(text)
    return true
  }
}

class FakeProcess extends EventEmitter {
  stdout = new FakeStream()
  stderr = new FakeStream()
  env = { A: '1' }
  pid = 7
  versions = { node: '24.1.2' }
  platform = 'darwin'
  exit = vi.fn<(code: number) => void>()
  cwd = () => '/here'
}

function create(env: Record<string, string> = {}) {
  const process = new FakeProcess()
  Object.assign(process.env, env)
  const context = createNodeContext(
    process as unknown as NodeJS.Process,
    new URL('../', import.meta.url),
  )
  return { process, context }
}

test('the context is that of the process', () => {
  const { context } = create()
  expect(context).toMatchObject({
    cwd: '/here',
    pid: 7,
    env: { A: '1' },
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
  })
  expect(context.stdout).toMatchObject({ isTTY: false, columns: 80 })
  expect(context.random.bytes(4)).toHaveLength(4)
})

test('the machine is that of the process, and tells how much room there is', async () => {
  const { machine } = create().context
  expect(machine).toMatchObject({ nodeVersion: '24.1.2', platform: 'darwin' })
  expect(await machine.freeBytes(makeTempDir())).toBeGreaterThan(0)
})

test('a reader that went away ends the printing and nothing else', () => {
  const { context, process } = create()
  context.stdout.write('a')
  process.stdout.emit('error', new Error('EPIPE'))
  expect(context.stdout.write('b')).toBe(false)
  expect(process.stdout.written).toEqual(['a'])
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('%s aborts, and a second one ends the process with %d', (signal, exitCode) => {
  const { context, process } = create()
  process.emit(signal, signal)
  expect(context.signal).toMatchObject({ aborted: true, reason: { interruptedBy: signal } })
  expect(process.exit).not.toHaveBeenCalled()
  process.emit(signal, signal)
  expect(process.exit).toHaveBeenCalledWith(exitCode)
})

test('SIGHUP aborts, and a second one, which a terminal that closes sends as well, ends nothing', () => {
  const { context, process } = create()
  process.emit('SIGHUP', 'SIGHUP')
  process.emit('SIGHUP', 'SIGHUP')
  expect(context.signal).toMatchObject({ aborted: true, reason: { interruptedBy: 'SIGHUP' } })
  expect(process.exit).not.toHaveBeenCalled()
  process.emit('SIGTERM', 'SIGTERM')
  expect(process.exit).toHaveBeenCalledWith(143)
})

test('SIGHUP is nothing to what nohup started', () => {
  const { context, process } = create({ _: '/usr/bin/nohup' })
  process.emit('SIGHUP', 'SIGHUP')
  expect(context.signal.aborted).toBe(false)
  process.emit('SIGTERM', 'SIGTERM')
  expect(context.signal.reason).toEqual({ interruptedBy: 'SIGTERM' })
})

test('Ctrl+C in the editor is a key of the editor, and ends hookstep again after it', async () => {
  const { context, process } = create()
  const dir = makeTempDir()
  const [place, answer] = [join(dir, 'place'), join(dir, 'answer')]
  execFileSync('mkfifo', [answer])
  const script = join(dir, 'editor.sh')
  await writeFile(script, `echo > '${place}'; cat '${answer}' > "$1"`)
  Object.assign(process.env, { EDITOR: `sh '${script}'` })
  const watcher = watch(dir)
  const editing = context.editText('a')
  while (!existsSync(place)) await once(watcher, 'change')
  watcher.close()
  process.emit('SIGINT', 'SIGINT')
  expect(context.signal.aborted).toBe(false)
  await writeFile(answer, 'b')
  expect(await editing).toBe('b')
  process.emit('SIGINT', 'SIGINT')
  expect(context.signal.aborted).toBe(true)
})

test('sleep resolves in time, or rejects with the reason of the abort', async () => {
  await systemClock.sleep(1)
  const controller = new AbortController()
  const sleeping = systemClock.sleep(600_000, controller.signal)
  controller.abort(new Error('stop'))
  await expect(sleeping).rejects.toThrow('stop')
  await expect(systemClock.sleep(1, controller.signal)).rejects.toThrow('stop')
  expect(systemClock.now()).toBeInstanceOf(Date)
})
