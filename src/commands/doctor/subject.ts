import type { Command } from 'commander'
import { configuredUrl } from '../../config/configured-url.ts'
import { isLoopback } from '../../config/loopback.ts'
import { parseTarget } from '../../config/parse-target.ts'
import type { Context } from '../../context.ts'
import type { Outcome } from '../../contract/delivery.ts'
import { loadGotExchange } from '../../exchange/got-exchange.ts'
import { visit, type Visit } from '../../exchange/visit.ts'
import { withDeadline } from '../../tunnel/deadline.ts'
import { chooseTunnel } from '../listen/choose-tunnel.ts'
import { PUBLIC_RELAY } from '../listen/tunnel-flags.ts'
import type { DoctorFlags } from './doctor-flags.ts'

/** How long an endpoint or a relay may take. */
export const NETWORK_LIMIT_MS = 4500

/** What is there before the configuration was read. */
export interface Start {
  readonly program: Command
  readonly command: Command
  readonly context: Context
}

/** What doctor looks at: this machine as the flags, the environment and the configuration have it. */
export interface Subject extends Start {
  readonly flags: DoctorFlags
  /** Null where none is given. */
  readonly endpoint: URL | null
  /** The first one, where several are named. */
  readonly relay: URL
  /** True where `--offline` keeps doctor from asking this URL. */
  readonly isOutOfBounds: (url: URL) => boolean
  /** Goes to the endpoint, once, whoever asks. */
  readonly visitEndpoint: (endpoint: URL) => Promise<Visit>
  /** Asks the relay for its state, once, whoever asks. */
  readonly askRelay: () => Promise<RelayAnswer>
}

export interface RelayAnswer {
  readonly outcome: Outcome
  /** The wall clock of this machine when it came. */
  readonly receivedAt: Date
}

/** The subject, once flags, environment and configuration are in the command. Throws `BAD_URL` and `USAGE`. */
export function toSubject(start: Start): Subject {
  const { command, context } = start
  const flags = { ...command.opts<DoctorFlags>(), ...chooseTunnel(command) }
  const url = command.args[0] ?? configuredUrl(command)
  const relay = new URL(flags.tunnelHost[0] ?? PUBLIC_RELAY)
  let visiting: Promise<Visit> | undefined
  let asking: Promise<RelayAnswer> | undefined
  return {
    ...start,
    flags,
    endpoint: url === undefined ? null : parseTarget(url),
    relay,
    isOutOfBounds: (each) => flags.offline === true && !isLoopback(each),
    visitEndpoint: async (endpoint) => (visiting ??= visitInTime(endpoint, context)),
    askRelay: async () => (asking ??= askRelay(relay, context)),
  }
}

async function visitInTime(endpoint: URL, { clock, signal }: Context): Promise<Visit> {
  return withDeadline(clock, NETWORK_LIMIT_MS, [signal], (inner) => visit(endpoint, inner))
}

/** Its state, and no registration: nothing changes at the relay. */
async function askRelay(relay: URL, context: Context): Promise<RelayAnswer> {
  const exchange = await loadGotExchange()
  const outcome = await exchange({
    method: 'GET',
    url: new URL('/api/status', relay),
    headers: [['user-agent', `hookstep/${context.version}`]],
    body: null,
    timeoutMs: NETWORK_LIMIT_MS,
    verifyCertificate: true,
    signal: context.signal,
  })
  return { outcome, receivedAt: context.clock.now() }
}
