import { CliError } from '../contract/errors.ts'
import { parseDurationMs } from './parse-duration.ts'
import { parseFault, type ChosenFault, type FaultForm } from './parse-fault.ts'

/** What is done to a relay at a moment, counted from its start. */
export interface TimelineStep {
  readonly atMs: number
  readonly action:
    | { readonly kind: 'set'; readonly fault: ChosenFault }
    /** Null takes every fault off. */
    | { readonly kind: 'clear'; readonly name: string | null }
}

/** The fault behind `down`, which `up` takes off. */
const DOWN = 'refused'

const HINT = "'at 5s: down; at 12s: up; at 20s: latency=200ms; at 30s: clear'"

/**
 * Steps from `at 5s: down; at 12s: up`, in the order of their moments. A step is a fault as `--fault`
 * takes it, `clear NAME`, `clear`, `down` or `up`. Throws `BAD_TIMELINE`, `UNKNOWN_FAULT`, `BAD_FAULT`.
 */
export function parseTimeline(
  text: string,
  where: string,
  forms: readonly FaultForm[],
): readonly TimelineStep[] {
  const parts = text.split(/[;\n]/).map((part) => part.trim())
  const steps = parts
    .filter((part) => part !== '')
    .map((part) => parseStep(part, where, forms))
    .sort((a, b) => a.atMs - b.atMs)
  if (steps.length > 0) return steps
  throw new CliError('BAD_TIMELINE', `${where} the timeline is empty`, { hint: HINT })
}

function parseStep(part: string, where: string, forms: readonly FaultForm[]): TimelineStep {
  const [, moment = '', what = ''] = /^at\s+(\S+?)\s*:\s*(\S.*)$/s.exec(part) ?? []
  try {
    return { atMs: parseDurationMs(moment, where), action: parseAction(what, where, forms) }
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'BAD_DURATION') throw error
    const problem = `expected "at DURATION: STEP", found ${JSON.stringify(part)}`
    throw new CliError('BAD_TIMELINE', `${where} ${problem}`, { hint: HINT, cause: error })
  }
}

function parseAction(
  text: string,
  where: string,
  forms: readonly FaultForm[],
): TimelineStep['action'] {
  if (text === 'down') return { kind: 'set', fault: parseFault(DOWN, where, forms) }
  if (text === 'up') return { kind: 'clear', name: DOWN }
  if (text === 'clear') return { kind: 'clear', name: null }
  const cleared = /^clear\s+(\S+)$/.exec(text)?.[1]
  if (cleared === undefined) return { kind: 'set', fault: parseFault(text, where, forms) }
  return { kind: 'clear', name: parseFault(cleared, where, forms).name }
}
