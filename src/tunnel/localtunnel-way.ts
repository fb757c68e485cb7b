import { CliError } from '../contract/errors.ts'
import { connectLink } from './connect-link.ts'
import type { Link } from './link.ts'
import { register } from './register.ts'
import { retryDelayMs, type Timings } from './timings.ts'
import type { TunnelOptions } from './tunnel.ts'
import { NameNotGiven, type Way } from './way.ts'

/** The way through a localtunnel relay. It asks for the name that a lost link had. */
export function createLocaltunnelWay(options: TunnelOptions, timings: Timings): Way {
  const { relayUrl, clock, subdomain } = options
  const names = new WeakMap<Link, string>()
  const wanted = (lost: Link | null): string | undefined =>
    lost === null ? subdomain : names.get(lost)
  const timeoutMs = timings.registerTimeoutMs
  return {
    opening: `asking ${relayUrl}`,
    subject: relayUrl,
    hint: 'use --tunnel none or --tunnel simulated, or run your own relay: hookstep relay',
    connect: async ({ lost, acceptOther, gatePort }, signal) => {
      const name = wanted(lost)
      const grant = await register({ relayUrl, name, clock, timeoutMs, signal })
      if (name !== undefined && grant.id !== name && !acceptOther) {
        const error = new NameNotGiven(`the name "${name}" is taken: ${relayUrl}`)
        throw lost === null ? subdomainTaken(error) : error
      }
      const link = await connectLink(grant, { relayUrl, gatePort, clock, signal })
      names.set(link, grant.id)
      return link
    },
    delayMs: (all, attempt, lost) => retryDelayMs(all, attempt, wanted(lost) !== undefined),
    describeFirst: (link) => describeName(subdomain, names.get(link)),
    describeReplaced: describeUrl,
  }
}

function describeName(wanted: string | undefined, given: string | undefined): string {
  return wanted === undefined || wanted === given
    ? 'a probe came through the public URL'
    : `the name "${wanted}" is taken: the relay gave "${given}" instead`
}

function describeUrl({ publicUrl: before }: Link, { publicUrl: now }: Link): string {
  return now === before
    ? 'the same public URL is back'
    : `the name was given to somebody else: the public URL was ${before} and is now ${now}`
}

function subdomainTaken(error: NameNotGiven): CliError {
  return new CliError('SUBDOMAIN_TAKEN', error.message, {
    exitCode: 3,
    hint: 'choose another --subdomain, leave out --require-subdomain, or try again in a few seconds',
    cause: error,
  })
}
