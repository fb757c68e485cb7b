import { Option, type Command } from 'commander'
import { LARGEST_SEED } from '../../config/largest-seed.ts'
import { parseFault, writeFault, type ChosenFault } from '../../config/parse-fault.ts'
import { parseWholeNumber } from '../../config/parse-number.ts'
import { parseTimeline, type TimelineStep } from '../../config/parse-timeline.ts'
import type { Context } from '../../context.ts'
import { createHelpStyle, hanging, indented, isNarrow, type Style } from '../../report/style.ts'
import type { Fault } from '../../tunnel/relay/fault.ts'
import { FAULTS } from '../../tunnel/relay/fault-list.ts'
import { repeatable } from '../command.ts'

export interface FaultFlags {
  readonly fault: readonly ChosenFault[]
  readonly timeline?: readonly TimelineStep[]
  readonly seed?: number
  readonly controlPort?: number
}

/** Adds the flags that make a relay fail on purpose. */
export function addFaultFlags(command: Command): Command {
  return command
    .addOption(
      repeatable(
        '--fault <name[=values]>',
        'a fault that is on from the start, its values separated by commas; see below',
        parseFaultFlag,
      ),
    )
    .addOption(
      new Option(
        '--timeline <steps>',
        "switch faults while it runs: 'at 5s: down; at 12s: up; at 20s: latency=200ms; at 30s: clear'; clear NAME takes one off",
      ).argParser((text) => parseTimeline(text, '--timeline:', FAULTS)),
    )
    .option('--seed <number>', 'repeat what the faults of an earlier run did by chance', (text) =>
      parseWholeNumber(text, '--seed', 0, LARGEST_SEED),
    )
    .option(
      '--control-port <port>',
      'switch faults over HTTP on this port of 127.0.0.1; 0 takes a free one; off unless given',
      (text) => parseWholeNumber(text, '--control-port', 0, 65_535),
    )
}

/** A fault from the value of `--fault`. */
export function parseFaultFlag(text: string): ChosenFault {
  return parseFault(text, '--fault:', FAULTS)
}

const CONTROL =
  'The control endpoint speaks JSON: GET /faults, PUT /faults/NAME with the values by name,\n' +
  'DELETE /faults/NAME, DELETE /faults, POST /restart.'

/** The faults with their defaults and their values, for the help of a command. */
export function faultHelp({ stdout, env }: Context): string {
  const style = createHelpStyle(stdout, env)
  const faults = FAULTS.map((fault) => [writeFault(fault), fault.description] as const)
  return [
    '\nFaults, with their defaults:',
    ...listed(faults, style),
    '\nThe values of a fault, in their order:',
    ...listed(FAULTS.flatMap(describeValues), style),
    `\n${indented(CONTROL, 0, style)}`,
  ].join('\n')
}

type Row = readonly [term: string, text: string]

/** Terms and what they mean; where the terminal is narrow, the meaning goes below its term, as in the help. */
function listed(rows: readonly Row[], style: Style): string[] {
  const width = Math.max(...rows.map(([term]) => term.length))
  return rows.map(([term, text]) =>
    isNarrow(style)
      ? hanging(`  ${term}\n${' '.repeat(6)}`, 6, text, style)
      : hanging(`  ${term.padEnd(width)}  `, width + 4, text, style),
  )
}

function describeValues({ name, parameters }: Fault): Row[] {
  return Object.entries(parameters).map(([key, parameter]) => {
    const words = parameter.kind === 'word' ? `: ${parameter.words.join(', ')}` : ''
    return [`${name} ${key}`, `${parameter.text}${words}`] as const
  })
}
