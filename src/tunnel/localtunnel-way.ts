import { CliError } from '../contract/errors.ts'
import { connectLink } from './connect-link.ts'
import { NoAnswer } from './deadline.ts'
import type { Grant } from './grant.ts'
import type { Link } from './link.ts'
import { OwnClaim } from './own-claim.ts'
import { register } from './register.ts'
import { RelayTurn } from './relay-turn.ts'
import { RelayBusy } from './relay-busy.ts'
import { retryDelayMs, type Timings } from './timings.ts'
import type { TunnelOptions } from './tunnel.ts'
import { type LinkWish, NameNotGiven, type Way } from './way.ts'

/** What a link was given: its name, and by whom. */
interface Given {
  readonly name: string
  readonly relayUrl: string
  /** The name that was asked for is another one, and may be kept for a try of ours. */
  readonly mayBeOurs: boolean
}

/** The way through a localtunnel relay, or one of several. It asks for the name that a lost link had. */
export function createLocaltunnelWay(options: TunnelOptions, timings: Timings): Way {
  const { moreRelayUrls = [], subdomain, onEvent } = options
  const turn = new RelayTurn([options.relayUrl, ...moreRelayUrls], options.clock)
  const given = new WeakMap<Link, Given>()
  const givenTo = (link: Link | null): Given | undefined =>
    link === null ? undefined : given.get(link)
  const wanted = (lost: Link | null): string | undefined =>
    lost === null ? subdomain : givenTo(lost)?.name
  // Another relay than before would give another URL.
  const boundTo = (lost: Link | null): string | undefined =>
    options.requireSubdomain === true ? givenTo(lost)?.relayUrl : undefined
  const claim = new OwnClaim(options.clock)
  let tries = 0
  return {
    opening: `asking ${turn.list}`,
    subject: turn.list,
    hint: 'use --tunnel none or --tunnel simulated, or run your own relay: hookstep relay',
    connect: async (wish, signal) => {
      const { lost } = wish
      const relayUrl = boundTo(lost) ?? turn.next(lost, givenTo(lost)?.relayUrl)
      tries += 1
      if (turn.areSeveral && lost === null && tries > 1) {
        onEvent({ state: 'opening', publicUrl: null, detail: `asking ${relayUrl}` })
      }
      try {
        const asked = { ...options, ...wish, relayUrl, name: wanted(lost), signal, claim }
        const [link, name] = await connect(asked, timings)
        const mayBeOurs = name !== asked.name && claim.heldAt(relayUrl, asked.name) !== null
        given.set(link, { name, relayUrl, mayBeOurs })
        return link
      } catch (error) {
        if (error instanceof RelayBusy) turn.postpone(relayUrl, error.retryAfterMs)
        throw turn.explain(relayUrl, error, lost === null)
      }
    },
    delayMs: (all, attempt, lost) => {
      const forName = wanted(lost) !== undefined
      const relayUrl = boundTo(lost)
      return relayUrl === undefined
        ? turn.delayMs(all, attempt, forName)
        : Math.max(retryDelayMs(all, attempt, forName), turn.leftMs(relayUrl))
    },
    describeFirst: (link) => describeFirst(turn.areSeveral, subdomain, givenTo(link)),
    describeReplaced: (lost, now) => describeReplaced(lost, now, givenTo(lost), givenTo(now)),
  }
}

type ConnectOptions = TunnelOptions &
  LinkWish & {
    readonly name: string | undefined
    readonly gatePort: number
    readonly claim: OwnClaim
  }

/** Registers with one relay, once; gives the link and its name. */
async function connect(
  options: ConnectOptions,
  { registerTimeoutMs: timeoutMs, connectTimeoutMs }: Timings,
): Promise<[Link, string]> {
  const { name, relayUrl, clock, gatePort, signal, claim } = options
  const asking = register({ relayUrl, name, clock, timeoutMs, signal })
  const grant = await asking.catch((error: unknown) => {
    // The relay may give us the name when nobody listens any more.
    if (error instanceof NoAnswer && name !== undefined) claim.note(relayUrl, name)
    throw error
  })
  refuseOther(grant, options)
  try {
    const linkOptions = { relayUrl, gatePort, clock, connectTimeoutMs, signal }
    return [await connectLink(grant, linkOptions), grant.id]
  } catch (error) {
    if (grant.id === name) claim.note(relayUrl, name)
    throw error
  }
}

/** Throws where the grant is not of the name, or not the public URL, that has to be had. */
function refuseOther(grant: Grant, options: ConnectOptions): void {
  const { name, relayUrl, lost, acceptOther, claim, requireSubdomain } = options
  if (name !== undefined && grant.id !== name && !acceptOther) throw otherName(name, options)
  if (requireSubdomain === true && lost !== null && grant.url !== lost.publicUrl) {
    claim.note(relayUrl, grant.id, grant.url)
    throw movedAway(grant.id, grant.url)
  }
}

/** Why a name was not given: who has it may be nobody but us. */
function otherName(name: string, { relayUrl, lost, claim }: ConnectOptions): Error {
  const held = claim.heldAt(relayUrl, name)
  if (held === null) {
    const error = new NameNotGiven(`the name "${name}" is taken: ${relayUrl}`)
    return lost === null ? subdomainTaken(error) : error
  }
  return held.refusedUrl === null
    ? new Error(`the name "${name}" is still kept for a try of ours`)
    : movedAway(name, held.refusedUrl)
}

function movedAway(name: string, url: string): NameNotGiven {
  return new NameNotGiven(`"${name}" has another public URL by now: ${url}`)
}

function describeFirst(
  areSeveral: boolean,
  wanted: string | undefined,
  given: Given | undefined,
): string {
  if (wanted !== undefined && given !== undefined && wanted !== given.name) {
    const taken = given.mayBeOurs ? 'is taken, or still kept for a try of ours' : 'is taken'
    return `the name "${wanted}" ${taken}: the relay gave "${given.name}" instead`
  }
  const proven = 'a probe came through the public URL'
  return areSeveral && given !== undefined ? `${proven}, by way of ${given.relayUrl}` : proven
}

function describeReplaced(
  { publicUrl: before }: Link,
  { publicUrl: now }: Link,
  lost: Given | undefined,
  given: Given | undefined,
): string {
  if (now === before) return 'the same public URL is back'
  return `${whyAnother(lost, given)}: the public URL was ${before} and is now ${now}`
}

function whyAnother(lost: Given | undefined, given: Given | undefined): string {
  if (given?.relayUrl !== lost?.relayUrl) {
    return `${given?.relayUrl} has taken over from ${lost?.relayUrl}`
  }
  return given?.name === lost?.name
    ? `the relay has moved "${given?.name}"`
    : 'the name was given to somebody else'
}

function subdomainTaken(error: NameNotGiven): CliError {
  return new CliError('SUBDOMAIN_TAKEN', error.message, {
    exitCode: 3,
    hint: 'choose another --subdomain, leave out --require-subdomain, or try again in a few seconds',
    cause: error,
  })
}
