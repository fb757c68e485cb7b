import type { Command } from 'commander'
import { parsePath } from '../../config/parse-path.ts'
import { parsePort } from '../../config/parse-number.ts'
import { addAdmissionFlags, type AdmissionFlags } from './admission-flags.ts'
import { addExpectFlags, type ExpectFlags } from './expect-flags.ts'
import { addForwardFlags, type ForwardFlags } from './forward-flags.ts'
import { addJournalFlags, type JournalFlags } from './journal-flags.ts'
import { addRespondFlags, type RespondFlags } from './respond-flags.ts'
import { addViewFlags, type ViewFlags } from './view-flags.ts'
import { addTunnelFlags, type TunnelFlags } from './tunnel-flags.ts'

const DEFAULT_PORT = 4840
const DEFAULT_PATH = '/webhook'

/** What the flags of `addListenFlags` come to. */
export interface ListenFlags
  extends
    TunnelFlags,
    RespondFlags,
    AdmissionFlags,
    JournalFlags,
    ForwardFlags,
    ExpectFlags,
    ViewFlags {
  readonly port: number
  /** `ANY_PATH` for any. */
  readonly path: string
}

/** Adds the flags of `listen`: the way in, who is let in, what is answered, kept, passed on, waited for and shown. */
export function addListenFlags(command: Command): Command {
  command.option(
    '-p, --port <port>',
    'listen on this port; 0 takes a free one',
    parsePort,
    DEFAULT_PORT,
  )
  command.option(
    '--path <path>',
    "take notifications at this path only, and answer 404 elsewhere; '*' takes them at any",
    parsePath,
    DEFAULT_PATH,
  )
  for (const add of ROOMS) add(command)
  return command
}

const ROOMS = [
  addTunnelFlags,
  addAdmissionFlags,
  addRespondFlags,
  addForwardFlags,
  addJournalFlags,
  addExpectFlags,
  addViewFlags,
]
