import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { createInterface, type Interface } from 'node:readline'
import { onTestFinished } from 'vitest'

export interface ListenProcessOptions {
  /** From `builtCopy`. */
  readonly bin: string
  readonly journal: string
  /** @default 0, a free one */
  readonly port?: number
  /** What runs it, as `['strace', '-f']`. */
  readonly before?: readonly string[]
}

/** A whole `hookstep listen` in a process of its own. */
export interface ListenProcess {
  /** Of hookstep itself, whatever runs it. */
  readonly pid: number
  readonly port: number
  /** From its start until it was ready. */
  readonly readyMs: number
  /** Sends a signal, and resolves when the process has ended. */
  readonly end: (signal: NodeJS.Signals) => Promise<ListenEnd>
}

/** How a process ended. */
export interface ListenEnd {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** From the signal until it had ended. */
  readonly tookMs: number
}

/** Starts `hookstep listen` without a tunnel, and resolves when it is ready; killed when the test ends. */
export async function startListen(options: ListenProcessOptions): Promise<ListenProcess> {
  const { bin, journal, port = 0, before = [] } = options
  const flags = [
    '--tunnel',
    'none',
    '--path',
    '*',
    '--port',
    String(port),
    '--journal',
    journal,
    '--json',
  ]
  const [command, ...args] = [...before, process.execPath, bin, 'listen', ...flags]
  const startedAt = performance.now()
  const child = spawn(command as string, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const { url, pid } = await untilReady(child)
  const readyMs = performance.now() - startedAt
  return {
    pid,
    port: Number(new URL(url).port),
    readyMs,
    end: async (signal) => end(child, pid, signal),
  }
}

async function untilReady(child: ChildProcess): Promise<{ url: string; pid: number }> {
  const { stdout, stderr } = child as {
    stdout: NodeJS.ReadableStream
    stderr: NodeJS.ReadableStream
  }
  let complaint = ''
  stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const reader = createInterface({ input: stdout })
  const ended = once(child, 'close').then(() => {
    throw new Error(`listen ended before it was ready: ${complaint}`)
  })
  const ready = await Promise.race([firstReady(reader), ended])
  ended.catch(() => {})
  reader.close()
  // What it prints from now on is read and dropped: a full pipe would hold it up.
  stdout.resume()
  return ready
}

/** A journal that was cut off is told before. */
async function firstReady(reader: Interface): Promise<{ url: string; pid: number }> {
  return new Promise((resolve) => {
    reader.on('line', (line) => {
      const record = JSON.parse(line) as { type: string; url: string; pid: number }
      if (record.type === 'ready') resolve(record)
    })
  })
}

async function end(child: ChildProcess, pid: number, signal: NodeJS.Signals): Promise<ListenEnd> {
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  const askedAt = performance.now()
  process.kill(pid, signal)
  const [exitCode, endedBy] = await ended
  return { exitCode, signal: endedBy, tookMs: performance.now() - askedAt }
}

/**
 * A free port that the system gives to nobody by itself: a client that tries again and again to reach one of
 * those while nobody listens is at last connected to itself.
 */
export async function findFixedPort(): Promise<number> {
  const server = net.createServer()
  for (;;) {
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(20_000 + Math.floor(Math.random() * 10_000), '127.0.0.1', () => resolve(true))
    })
    if (!isFree) continue
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    return port
  }
}
