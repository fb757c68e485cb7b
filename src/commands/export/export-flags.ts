import { Option, type Command } from 'commander'
import { parseDurationMs } from '../../config/parse-duration.ts'
import { parseMix, type MixPart } from '../../config/parse-mix.ts'
import { parseRate } from '../../config/parse-rate.ts'
import { parseTimeScale } from '../../config/parse-time-scale.ts'
import { CliError } from '../../contract/errors.ts'
import type { Pace } from '../../delivery/pace.ts'
import { addPaceFlag } from '../pace-flag.ts'
import { addPayloadFlags, type PayloadFlags } from '../sender-flags.ts'
import { addTargetFlags, type TargetFlags } from '../target-flags.ts'
import { addTokenFlags, addTokenRefusalFlag, type TokenFlags } from '../token-flags.ts'

/** What the flags of `addExportFlags` come to. */
export interface ExportFlags extends TargetFlags, TokenFlags, PayloadFlags {
  /** Sessions begun in a second. */
  readonly rate: number
  /** In milliseconds. */
  readonly duration: number
  readonly flow?: readonly MixPart[]
  readonly pace: Pace
  readonly timeScale: number
  readonly out: string
  readonly force?: boolean
}

const SHORTEST_MS = 1000

/** Adds the flags that every engine's export takes; they are those of `load`. */
export function addExportFlags(command: Command): Command {
  addArrivalFlags(command)
  command.option(
    '--flow <mix>',
    'flows by weight: manual-approved=7,abandoned-expired=1 (default: full)',
    (text) => parseMix(text, '--flow'),
  )
  addPaceFlag(command).addOption(
    new Option('--time-scale <factor>', 'make --pace realistic run faster')
      .argParser(parseTimeScale)
      .default(1, '1x'),
  )
  addTokenRefusalFlag(addTokenFlags(addTargetFlags(addPayloadFlags(command))))
  return command
    .option('-o, --out <file>', 'the file, - for standard output', '-')
    .option('--force', 'replace files that are there')
}

function addArrivalFlags(command: Command): void {
  command
    .addOption(
      new Option('--rate <number>', 'begin so many sessions a second, however slow the endpoint is')
        .argParser((text) => parseRate(text, '--rate'))
        .default(50, '50/s'),
    )
    .addOption(
      new Option('--duration <duration>', 'begin no session after so long')
        .argParser(parseRunMs)
        .default(60_000, '60s'),
    )
}

function parseRunMs(text: string): number {
  const ms = parseDurationMs(text, '--duration')
  if (ms >= SHORTEST_MS) return Math.round(ms)
  throw new CliError('BAD_DURATION', `--duration: ${text} is shorter than a second`, {
    hint: '--duration 60s',
  })
}
