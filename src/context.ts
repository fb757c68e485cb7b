/**
 * Context: everything a command may ask of the world, handed in so that a test can hand in its own.
 * Types only. `node-context.ts` builds the real one; `test/helpers/run-cli.ts` the one for tests.
 */

/** A place to write text to: standard output, standard error, or a test's memory. */
export interface OutputStream {
  write(text: string): boolean
  /** True where a person reads it in a terminal. */
  readonly isTTY: boolean
  /** Width in columns; 80 where nobody knows. */
  readonly columns: number
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

/** The environment variables, read only. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Why a run was asked to end; the reason that `Context.signal` carries. */
export interface Interruption {
  readonly interruptedBy: 'SIGINT' | 'SIGTERM'
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
  /** Aborted, with an `Interruption` as its reason, by Ctrl+C or SIGTERM. */
  readonly signal: AbortSignal
  /** The root of the installed package: `fixtures/` lies below it. */
  readonly packageRoot: URL
}
