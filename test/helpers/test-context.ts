import { randomUUID } from 'node:crypto'
import { EventEmitter, setMaxListeners } from 'node:events'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import type {
  Clock,
  Context,
  Environment,
  Interruption,
  Machine,
  OutputStream,
  Random,
  Terminal,
} from '../../src/context.ts'
import { systemClock } from '../../src/system-clock.ts'
import { createSecretStore } from '../../src/secret-store.ts'
import { scriptPrompt, type Answer } from './script-prompt.ts'

/** A stream into memory that tells of every write. */
export class MemoryStream extends EventEmitter implements OutputStream {
  text = ''
  /** What was written as bytes. */
  bytes = Buffer.alloc(0)
  isGone = false
  failure: Error | null = null
  #isPaused = false
  #backlogBytes = 0
  readonly isTTY: boolean
  readonly columns: number
  readonly redact = (text: string): string => text

  constructor(columns?: number) {
    super()
    this.isTTY = columns !== undefined
    this.columns = columns ?? 80
  }

  write(text: string): boolean {
    this.text += text
    if (this.#isPaused) this.#backlogBytes += text.length
    this.emit('write')
    return true
  }

  get backlogBytes(): number {
    return this.#backlogBytes
  }

  neverWait(): void {
    // Nothing in memory waits for its reader.
  }

  gather(): void {
    // Nothing in memory costs a system call.
  }

  onceDrained(listener: () => void): void {
    if (this.#isPaused) this.once('drained', listener)
    else queueMicrotask(listener)
  }

  /** From now on nobody reads: what is written waits. */
  pause(): void {
    this.#isPaused = true
  }

  /** What waits is read. */
  resume(): void {
    this.#isPaused = false
    this.#backlogBytes = 0
    this.emit('drained')
  }

  writeBytes(bytes: Uint8Array): boolean {
    this.bytes = Buffer.concat([this.bytes, bytes])
    this.emit('write')
    return true
  }

  /** Resolves with the match as soon as the text so far matches. */
  async until(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = pattern.exec(this.text)
      if (match) return match
      await new Promise((resolve) => this.once('write', resolve))
    }
  }
}

export interface TestContextOptions {
  readonly env?: Environment
  readonly cwd?: string
  /** Makes both streams terminals of this width. */
  readonly columns?: number
  readonly clock?: Clock
  /** @default bytes that count up by the call */
  readonly random?: Random
  readonly stdin?: string | Buffer
  readonly stdinIsTTY?: boolean
  /** What a person answers, in order; without it there is nobody to ask. */
  readonly answers?: readonly Answer[]
  readonly editText?: (text: string) => Promise<string>
  /** The height of the terminal; without it there is none that takes keys. */
  readonly rows?: number
  readonly openPath?: (path: string) => Promise<void>
  readonly machine?: Partial<Machine>
}

/** A machine on which nothing is wrong. */
const HEALTHY: Machine = {
  nodeVersion: '24.11.0',
  platform: 'linux',
  freeBytes: async () => 50 * 1024 ** 3,
}

export interface TestContext {
  readonly context: Context
  readonly stdout: MemoryStream
  readonly stderr: MemoryStream
  readonly interrupt: (by?: Interruption['interruptedBy']) => void
  readonly terminal: TestTerminal
}

type TerminalListeners = Parameters<Terminal['open']>[0]

/** A terminal without a screen of its own: what is painted goes to standard output. */
export class TestTerminal implements Terminal {
  #listeners: TerminalListeners | null = null
  rows: number
  readonly isAvailable: boolean

  constructor(rows: number | undefined) {
    this.rows = rows ?? 24
    this.isAvailable = rows !== undefined
  }

  get isOpen(): boolean {
    return this.#listeners !== null
  }

  async open(listeners: TerminalListeners): Promise<() => void> {
    this.#listeners = listeners
    return () => {
      this.#listeners = null
    }
  }

  /** Presses keys: names such as `down`, and single characters. */
  press(...names: readonly string[]): void {
    for (const name of names) {
      this.#listeners?.onKey({ name, text: name.length === 1 ? name : '' })
    }
  }

  resize(rows: number): void {
    this.rows = rows
    this.#listeners?.onResize()
  }
}

/** A state folder of its own, so that no test writes into the user's; gone when the test ends, if it ever was. */
function stateFolder(): string {
  const folder = join(tmpdir(), `hookstep-state-${randomUUID()}`)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A Context in memory: real clock, no colour, bytes that count up instead of random ones. */
export function createTestContext(options: TestContextOptions = {}): TestContext {
  const stdout = new MemoryStream(options.columns)
  const stderr = new MemoryStream(options.columns)
  const controller = new AbortController()
  // As the real one does.
  setMaxListeners(0, controller.signal)
  const terminal = new TestTerminal(options.rows)
  let counter = 0
  const context: Context = {
    version: '0.0.0-test',
    stdout,
    stderr,
    env: { XDG_STATE_HOME: stateFolder(), ...options.env },
    cwd: options.cwd ?? tmpdir(),
    // The lock of a journal is judged by it.
    pid: process.pid,
    clock: options.clock ?? systemClock,
    stdin: Object.assign(Readable.from([Buffer.from(options.stdin ?? '')]), {
      isTTY: options.stdinIsTTY ?? false,
    }),
    prompt: scriptPrompt(options.answers, stderr, controller.signal),
    terminal,
    machine: { ...HEALTHY, ...options.machine },
    openPath: options.openPath ?? (async () => {}),
    editText: options.editText ?? (async (text) => text),
    secrets: createSecretStore(),
    random: options.random ?? {
      bytes: (count) => new Uint8Array(count).fill((counter += 1)),
    },
    signal: controller.signal,
    packageRoot: new URL('../../', import.meta.url),
  }
  return {
    context,
    stdout,
    stderr,
    terminal,
    interrupt: (interruptedBy = 'SIGINT') => controller.abort({ interruptedBy }),
  }
}
