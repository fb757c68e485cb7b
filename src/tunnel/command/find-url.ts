import { stripVTControlCharacters } from 'node:util'

export interface FoundUrl {
  /** Without a path. */
  readonly url: string
  /** It names this machine: the public one may still come. */
  readonly isLocal: boolean
}

const URLS = /https?:\/\/(?:\[[\da-f:.]+\])?[^\s"'`<>|()[\]{},;\\]*/g
/** bore prints a host and a port alone. */
const BARE = /listening at ([\w.-]+:\d{1,5})\b/i
/** Hosts that tunnel programs tell of in their greetings: terms, handbooks, settings. */
const MENTIONED = /^(www|docs?|admin|dashboard|developers?|status|support)\.|^localhost\.run$/
const LOCAL = /^(localhost|.+\.localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\])$/

/**
 * Gives the public URL in a line that a tunnel program printed, or null. Only an address without a path
 * can be one; with a pattern, its first group, or all of the match, is the URL.
 */
export function findUrl(line: string, pattern: RegExp | undefined): FoundUrl | null {
  const text = stripVTControlCharacters(line)
  if (pattern !== undefined) return parse(matchOf(pattern, text), true)
  const found = candidates(text).filter((each) => each !== null)
  return found.find(({ isLocal }) => !isLocal) ?? found[0] ?? null
}

function candidates(text: string): (FoundUrl | null)[] {
  const urls = (text.match(URLS) ?? []).map((url) => url.replace(/[.:!?]+$/, ''))
  return [...urls, BARE.exec(text)?.[1]].map((each) => parse(each, false))
}

function matchOf(pattern: RegExp, text: string): string | undefined {
  const match = pattern.exec(text)
  return match?.[1] ?? match?.[0]
}

/** What the user's own pattern found is taken as it is, but for its path. */
function parse(found: string | undefined, isTrusted: boolean): FoundUrl | null {
  if (found === undefined) return null
  const text = /^https?:\/\//i.test(found) ? found : `http://${found}`
  if (!URL.canParse(text)) return null
  const { origin, href, hostname } = new URL(text)
  if (isTrusted) return { url: origin, isLocal: false }
  if (href !== `${origin}/` || MENTIONED.test(hostname)) return null
  return { url: origin, isLocal: LOCAL.test(hostname) }
}
