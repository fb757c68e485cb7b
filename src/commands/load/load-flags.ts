import { Option, type Command } from 'commander'
import { LARGEST_SEED } from '../../config/largest-seed.ts'
import { parseAssertions } from '../../config/parse-assertions.ts'
import { parseChance } from '../../config/parse-chance.ts'
import { parseDurationMs } from '../../config/parse-duration.ts'
import { parseMix, type MixPart } from '../../config/parse-mix.ts'
import { parseWholeNumber } from '../../config/parse-number.ts'
import { parseRate } from '../../config/parse-rate.ts'
import type { LoadAssertion } from '../../contract/load-assertion.ts'
import type { Pace } from '../../delivery/pace.ts'
import { LOAD_REPORT_FORMATS, type LoadReportFormat } from '../../report/load/report-format.ts'
import { addPaceFlag } from '../pace-flag.ts'
import { addReportFlags, type ReportFlags } from '../report-flags.ts'
import { addRetryFlags, type RetryFlags } from '../retry-flags.ts'
import { addPayloadFlags, type PayloadFlags } from '../sender-flags.ts'
import { addTargetFlags, type TargetFlags } from '../target-flags.ts'
import { addTokenFlags, addTokenRefusalFlag, type TokenFlags } from '../token-flags.ts'

/** What the flags of `addLoadFlags` come to. */
export interface LoadFlags
  extends TargetFlags, TokenFlags, RetryFlags, PayloadFlags, ReportFlags<LoadReportFormat> {
  readonly sessions?: number
  /** In milliseconds. */
  readonly duration?: number
  readonly concurrency?: number
  /** Sessions begun in a second. */
  readonly rate?: number
  readonly ramp: number
  readonly warmup: number
  readonly flow?: readonly MixPart[]
  readonly pace: Pace
  readonly duplicate: number
  readonly assert?: readonly LoadAssertion[]
  readonly seed?: number
  readonly workers: number
  readonly yes?: boolean
}

const MOST_SESSIONS = 10_000_000
const MOST_IN_FLIGHT = 5000
const MOST_WORKERS = 64

/** Adds the flags of `load`. */
export function addLoadFlags(command: Command): Command {
  addEndFlags(command)
  addModelFlags(command)
  addMixFlags(command)
  addVerdictFlags(command)
  addTokenRefusalFlag(addTokenFlags(addTargetFlags(addPayloadFlags(command))))
  addRetryFlags(command).option('-y, --yes', 'load a remote host without a question')
  return addReportFlags(command, LOAD_REPORT_FORMATS, 'progress and summary')
}

function addEndFlags(command: Command): void {
  command
    .option('--sessions <number>', 'end after so many sessions', (text) =>
      parseWholeNumber(text, '--sessions', 1, MOST_SESSIONS),
    )
    .option(
      '--duration <duration>',
      'begin no session after so long (default: 10s, where --sessions is not given)',
      (text) => parseDurationMs(text, '--duration'),
    )
}

function addModelFlags(command: Command): void {
  command
    .addOption(
      new Option(
        '--concurrency <number>',
        'closed model: so many sessions in flight, the next begins when one ends (default: 10)',
      )
        .argParser((text) => parseWholeNumber(text, '--concurrency', 1, MOST_IN_FLIGHT))
        .conflicts('rate'),
    )
    .option(
      '--rate <number>',
      'open model: begin so many sessions a second, however slow the endpoint is; a latency counts from when a notification was due (default for a remote host: 1/s)',
      (text) => parseRate(text, '--rate'),
    )
    .addOption(durationOption('--ramp', 'take so long to get to the full load'))
    .addOption(
      durationOption('--warmup', 'go on for so long first, and leave that out of the figures'),
    )
}

function durationOption(flag: '--ramp' | '--warmup', text: string): Option {
  return new Option(`${flag} <duration>`, text)
    .argParser((value) => parseDurationMs(value, flag))
    .default(0, '0')
}

function addMixFlags(command: Command): void {
  command.option(
    '--flow <mix>',
    'flows by weight: manual-approved=7,abandoned-expired=1 (default: full)',
    (text) => parseMix(text, '--flow'),
  )
  addPaceFlag(command)
    .option(
      '--duplicate <chance>',
      'send a notification twice, with this chance (0 to 1)',
      (text) => parseChance(text, '--duplicate'),
      0,
    )
    .option('--seed <number>', 'repeat the choices of an earlier run', (text) =>
      parseWholeNumber(text, '--seed', 0, LARGEST_SEED),
    )
    .option(
      '--workers <number>',
      'spread the sessions over so many threads',
      (text) => parseWholeNumber(text, '--workers', 1, MOST_WORKERS),
      1,
    )
}

function addVerdictFlags(command: Command): void {
  command.option(
    '--assert <thresholds>',
    "exit 1 when one is missed: 'p99<200ms,rejected<0.1%'; of p50 p90 p95 p99 p99.9 max mean rejected rate",
    (text) => parseAssertions(text, '--assert'),
  )
}
