/**
 * Context: everything a command may ask of the world, handed in so that a test can hand in its own.
 * Types only. `node-context.ts` builds the real one; `test/helpers/run-cli.ts` the one for tests.
 */

import type { SecretStore } from './secret-store.ts'

/** A place to write text to: standard output, standard error, or a test's memory. */
export interface OutputStream {
  write(text: string): boolean
  /** Writes bytes as they are, for a file or another program: nothing in them is redacted. */
  writeBytes(bytes: Uint8Array): boolean
  /** True where nobody reads any more (`| head -1`): whoever has much to print may stop. */
  readonly isGone: boolean
  /** Why it is gone, where that is not for want of a reader: a full disk, first of all. */
  readonly failure: Error | null
  /** True where a person reads it in a terminal. */
  readonly isTTY: boolean
  /** Width in columns; 80 where nobody knows. */
  readonly columns: number
  /** A text as this stream may show it: without the secrets of the run. */
  readonly redact: (text: string) => string
  /** What was written and nobody has read yet, in bytes: 0 unless `neverWait` was called, or it is a pipe. */
  readonly backlogBytes: number
  /** From now on, a reader who pauses (Ctrl+S) holds up nothing but the text. */
  neverWait(): void
  /** Lets everything that is written in this turn of the event loop go out together. */
  gather(): void
  /** Calls the listener once, when the backlog has been read. */
  onceDrained(listener: () => void): void
}

/** A key that was pressed. */
export interface Key {
  /** `up`, `return`, `escape`, `a`; a printable character under its own name. */
  readonly name: string
  /** The character that it types; empty where it types none. */
  readonly text: string
}

/** The terminal of this run, where a command may have it for itself. */
export interface Terminal {
  /** False where nobody could press a key: no terminal, a dumb one, or CI. */
  readonly isAvailable: boolean
  /** Height in rows; 24 where nobody knows. */
  readonly rows: number
  /**
   * Takes the screen and the keys; Ctrl+C still ends the run. Resolves with the function that gives both
   * back; so does the end of the process, however it comes.
   */
  open(listeners: {
    readonly onKey: (key: Key) => void
    readonly onResize: () => void
  }): Promise<() => void>
}

/** Wall time for people, monotonic time for intervals. */
export interface Clock {
  /** The wall clock. For display and records, never for measuring. */
  now(): Date
  /** Milliseconds from an arbitrary start, never going back. */
  monotonicMs(): number
  /** Resolves after `ms`; rejects with the signal's reason when `signal` aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** A source of random bytes. */
export interface Random {
  bytes(count: number): Uint8Array
}

/** Standard input, as bytes; `isTTY` where a person types it. */
export interface InputStream extends AsyncIterable<Uint8Array> {
  readonly isTTY: boolean
}

/** The environment variables, read only. */
export type Environment = Readonly<Record<string, string | undefined>>

/** One answer that a person can choose. */
export interface Choice {
  readonly value: string
  readonly name: string
  /** A line about it, shown while it is the one under the cursor. */
  readonly description?: string
}

/**
 * Questions to a person in a terminal. Every one rejects with a `CliError` of exit code 130 (of another
 * signal its own) when the person, or the end of the run, breaks it off.
 */
export interface Prompt {
  /** False where nobody could answer: no terminal, a dumb one, or CI. Then nothing may be asked. */
  readonly isAvailable: boolean
  select(question: {
    readonly message: string
    readonly choices: readonly Choice[]
    readonly default?: string
  }): Promise<string>
  input(question: {
    readonly message: string
    readonly default?: string
    /** True, or what is wrong with the answer. */
    readonly validate?: (answer: string) => true | string | Promise<true | string>
  }): Promise<string>
  confirm(question: { readonly message: string; readonly default: boolean }): Promise<boolean>
}

/** Why a run was asked to end; the reason that `Context.signal` carries. */
export interface Interruption {
  readonly interruptedBy: 'SIGHUP' | 'SIGINT' | 'SIGTERM'
}

/** What a command may ask of the machine that it runs on. */
export interface Machine {
  /** The version of Node.js, without a leading `v`. */
  readonly nodeVersion: string
  /** `linux`, `darwin`, `win32`, as Node.js calls it. */
  readonly platform: string
  /** The bytes that this user may still write where the folder is. */
  readonly freeBytes: (folder: string) => Promise<number>
}

export interface Context {
  /** hookstep's own version, from its `package.json`. */
  readonly version: string
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Environment
  /** The folder that relative paths start from. */
  readonly cwd: string
  readonly pid: number
  readonly clock: Clock
  readonly random: Random
  readonly stdin: InputStream
  readonly prompt: Prompt
  readonly terminal: Terminal
  readonly machine: Machine
  /** Shows a file or folder in whatever this machine has for it. Rejects where it has nothing. */
  readonly openPath: (path: string) => Promise<void>
  /** Opens the user's editor on a text and gives the text as it was saved. */
  readonly editText: (text: string) => Promise<string>
  /** The secrets of this run, kept off every screen and page. */
  readonly secrets: SecretStore
  /** Aborted, with an `Interruption` as its reason, by Ctrl+C, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal
  /** The root of the installed package: `fixtures/` lies below it. */
  readonly packageRoot: URL
}
