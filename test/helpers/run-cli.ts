import { onTestFinished } from 'vitest'
import type { ExitCode } from '../../src/contract/errors.ts'
import { main } from '../../src/main.ts'
import { createTestContext, type TestContext, type TestContextOptions } from './test-context.ts'

export interface CliResult {
  readonly exitCode: ExitCode
  readonly stdout: string
  readonly stderr: string
}

/** Runs `main` in this process to its end. */
export async function runCli(
  argv: readonly string[],
  options: TestContextOptions = {},
): Promise<CliResult> {
  const { done } = startCli(argv, options)
  return done
}

export interface RunningCli extends TestContext {
  readonly done: Promise<CliResult>
}

/** Starts `main` in this process; it is interrupted when the test ends. */
export function startCli(argv: readonly string[], options: TestContextOptions = {}): RunningCli {
  const test = createTestContext(options)
  const done = main(argv, test.context).then((exitCode) => ({
    exitCode,
    stdout: test.stdout.text,
    stderr: test.stderr.text,
  }))
  onTestFinished(async () => {
    test.interrupt()
    await done
  })
  return { ...test, done }
}

/** The NDJSON lines of a text as objects. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
