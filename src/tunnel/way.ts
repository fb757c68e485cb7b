import type { Link } from './link.ts'
import type { Timings } from './timings.ts'

/** What a link is wanted for. */
export interface LinkWish {
  /** The link that is replaced, closed by now; null at the first opening. */
  readonly lost: Link | null
  /** Takes another public URL than the lost one's, or another name than was asked for. */
  readonly acceptOther: boolean
}

/** Another name was given than the one that was asked for. */
export class NameNotGiven extends Error {
  override readonly name = 'NameNotGiven'
}

/**
 * One kind of way in from outside, for one tunnel. The supervision proves its links, watches them and
 * replaces them; the way knows how one is made.
 */
export interface Way {
  /** What is told before the first try. */
  readonly opening: string
  /** What is tried, for the error of an opening that failed. */
  readonly subject: string
  /** What mends such an opening. */
  readonly hint: string
  /**
   * Makes a link that forwards to the gate, not yet proven. On any failure nothing stays open; a
   * CliError means that no other try can help.
   */
  connect(wish: LinkWish & { readonly gatePort: number }, signal: AbortSignal): Promise<Link>
  /** The wait before the next try; `attempt` of them have failed since the opening began, or the link was lost. */
  delayMs(timings: Timings, attempt: number, lost: Link | null): number
  /** What is told of the first link, proven. */
  describeFirst(link: Link): string
  /** What is told of a link, proven, that replaces another one. */
  describeReplaced(lost: Link, now: Link): string
}
