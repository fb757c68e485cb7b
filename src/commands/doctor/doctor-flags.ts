import type { Command } from 'commander'
import { parsePort } from '../../config/parse-number.ts'
import { addJournalFlags, type JournalFlags } from '../listen/journal-flags.ts'
import { addTunnelFlags, type TunnelFlags } from '../listen/tunnel-flags.ts'

/** The port of listen. */
const DEFAULT_PORT = 4840

/** What the flags of `addDoctorFlags` come to. */
export interface DoctorFlags extends TunnelFlags, JournalFlags {
  readonly port: number
  readonly insecure?: boolean
  readonly offline?: boolean
  readonly json?: boolean
}

/** Adds the flags of doctor: those of listen that the machine must bear with, so that both mean the same. */
export function addDoctorFlags(command: Command): Command {
  command
    .option('--offline', 'leave the network alone: what is on this machine is checked all the same')
    .option('-p, --port <port>', 'the port that listen will take', parsePort, DEFAULT_PORT)
    .option('--insecure', 'a certificate that cannot be verified is a warning only')
  return addJournalFlags(addTunnelFlags(command)).option(
    '--json',
    'print NDJSON: finding and summary records',
  )
}
