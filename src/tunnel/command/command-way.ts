import type { Link } from '../link.ts'
import type { SupervisionOptions } from '../tunnel.ts'
import type { Way } from '../way.ts'
import { openProgramLink } from './program-link.ts'

/** The shortest time from one start to the next; it doubles, up to the longest, as starts go on failing. */
const START_EVERY_MS = 5000
const START_AT_LEAST_EVERY_MS = 30_000

/** A program that opens the tunnel. */
export interface CommandOptions {
  /** For the shell; `{port}` is where it has to forward to. */
  readonly command: string
  /** Finds the public URL in a line of its output. */
  readonly urlPattern?: RegExp | undefined
  /** The public URL of a program that prints none. */
  readonly publicUrl?: string | undefined
}

/** The way through a program that forwards to the gate. */
export function createCommandWay(options: SupervisionOptions & CommandOptions): Way {
  const { command, clock, publicUrl, urlPattern: pattern } = options
  const name = nameOf(command)
  let lastStartMs = Number.NEGATIVE_INFINITY
  return {
    opening: `starting ${name}`,
    subject: '--tunnel-command',
    hint: 'see what the command prints when you run it, give it longer with --tunnel-timeout, or use --tunnel none',
    connect: async ({ gatePort }, signal) => {
      lastStartMs = clock.monotonicMs()
      return openProgramLink({
        command: command.replaceAll('{port}', String(gatePort)),
        name,
        publicUrl,
        pattern,
        gatePort,
        clock,
        timeoutMs: options.openTimeoutMs,
        signal,
      })
    },
    delayMs: (_timings, attempt) => {
      const doubledMs = START_EVERY_MS * 2 ** Math.min(Math.max(attempt - 1, 0), 10)
      const spacingMs = Math.min(doubledMs, START_AT_LEAST_EVERY_MS)
      return Math.max(0, lastStartMs + spacingMs - clock.monotonicMs())
    },
    describeFirst: () => `a probe came through the public URL of ${name}`,
    describeReplaced: (lost, now) => describeRestart(name, lost, now),
  }
}

function describeRestart(name: string, { publicUrl: before }: Link, now: Link): string {
  const started = `${name} was started again`
  return now.publicUrl === before
    ? `${started}: the same public URL is back`
    : `${started}: the public URL was ${before} and is now ${now.publicUrl}`
}

/** Variables that are set for the program, as a shell takes them. */
const ASSIGNMENTS = /^\s*(?:\w+=(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])*\s+)*/

/** What may hold blanks without being quoted: commands, expressions. Where it ends only a shell can tell. */
const SUBSTITUTION = /`|\$[({'"]/

/** The program alone: its arguments, and variables before it, may hold secrets. */
function nameOf(command: string): string {
  const [variables = ''] = ASSIGNMENTS.exec(command) ?? []
  const [word = ''] = command.slice(variables.length).split(/\s+/)
  const isCertain = /^[\w./~+-]+$/.test(word) && !SUBSTITUTION.test(variables)
  return isCertain ? word : 'the tunnel command'
}
