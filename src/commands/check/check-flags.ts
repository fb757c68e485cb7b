import { Option, type Command } from 'commander'
import { parseDurationMs } from '../../config/parse-duration.ts'
import { parseRate } from '../../config/parse-rate.ts'
import type { Severity } from '../../contract/finding.ts'
import { DEFAULT_RESTART_WAIT_MS, DEFAULT_SLOW_MS } from '../../delivery/check/defaults.ts'
import { CHECK_REPORT_FORMATS, type CheckReportFormat } from '../../report/check/report-format.ts'
import { addReportFlags, type ReportFlags } from '../report-flags.ts'
import { addEndpointFlags, type EndpointFlags } from '../target-flags.ts'
import { addTokenFlags, type TokenFlags } from '../token-flags.ts'

/** What the flags of `addCheckFlags` come to. */
export interface CheckFlags extends EndpointFlags, TokenFlags, ReportFlags<CheckReportFormat> {
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly severity: Severity
  readonly list?: boolean
  readonly failOn: Exclude<Severity, 'information'>
  readonly baseline?: string
  readonly writeBaseline?: string
  readonly expiredToken?: string
  readonly slowAfter: number
  /** Requests in a second; undefined for what fits the host. */
  readonly rate?: number
  readonly restartCommand?: string
  readonly restartWait: number
  readonly yes?: boolean
  readonly verbose?: boolean
}

/** Adds the flags of `check`. */
export function addCheckFlags(command: Command): Command {
  addChoiceFlags(command)
  addVerdictFlags(command)
  addTokenFlags(addEndpointFlags(command)).option(
    '--expired-token <token>',
    'a token that was valid once, to see it denied; HOOKSTEP_EXPIRED_TOKEN keeps it off the command line',
  )
  addCareFlags(command)
  return addReportFlags(command, CHECK_REPORT_FORMATS, 'finding and summary').option(
    '-v, --verbose',
    'name the rules that hold, and all that were skipped',
  )
}

function addChoiceFlags(command: Command): void {
  command
    .option('--list', 'list the rules, and send nothing')
    .option(
      '--only <names>',
      'try these rules or groups alone, separated by commas; see --list',
      parseNames,
    )
    .option(
      '--skip <names>',
      'leave these out; destructive stands for all that may do harm',
      parseNames,
    )
    .addOption(
      new Option('--severity <severity>', 'try the rules of this severity and above')
        .choices(['required', 'recommended', 'information'])
        .default('information'),
    )
}

function addVerdictFlags(command: Command): void {
  command
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 when a rule of this severity or above is broken')
        .choices(['required', 'recommended'])
        .default('required'),
    )
    .option('--baseline <file>', 'failures that are known: only others count')
    .option('--write-baseline <file>', 'write the failures of this run as known ones')
    .addOption(
      new Option('--slow-after <duration>', 'call an answer slow from here on; 5 s is ours')
        .argParser((text) => parseDurationMs(text, '--slow-after'))
        .default(DEFAULT_SLOW_MS, '5s'),
    )
}

function addCareFlags(command: Command): void {
  command
    .option(
      '--rate <number>',
      'begin at most so many requests a second on average; up to 50 of them go at once (default: 100 on this network, 10 elsewhere)',
      (text) => parseRate(text, '--rate'),
    )
    .option('--restart-command <command>', 'start the app anew with this when it has died')
    .addOption(
      new Option('--restart-wait <duration>', 'wait so long for an app that has died')
        .argParser((text) => parseDurationMs(text, '--restart-wait'))
        .default(DEFAULT_RESTART_WAIT_MS, '10s'),
    )
    .option('-y, --yes', 'send a remote host what may end it, without a question')
}

function parseNames(text: string): string[] {
  return text.split(',').map((name) => name.trim())
}
