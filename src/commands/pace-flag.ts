import { Option, type Command } from 'commander'
import { parseDurationMs } from '../config/parse-duration.ts'
import type { Pace } from '../delivery/pace.ts'

/** Adds `--pace`, the wait between the notifications of a session. */
export function addPaceFlag(command: Command): Command {
  return command.addOption(
    new Option(
      '--pace <ms|realistic>',
      'wait between the notifications of a session; realistic: as a person would cause them (figures are ours)',
    )
      .argParser(parsePace)
      .default({ kind: 'fixed', gapMs: 0 } satisfies Pace, '0'),
  )
}

/** The vendor's time runs faster; a gap that the user gave in milliseconds is the user's own. */
export function scaledPace(pace: Pace, timeScale: number): Pace {
  return pace.kind === 'realistic' ? { ...pace, timeScale } : pace
}

function parsePace(text: string): Pace {
  if (text === 'realistic') return { kind: 'realistic', timeScale: 1 }
  return { kind: 'fixed', gapMs: parseDurationMs(text, '--pace') }
}
