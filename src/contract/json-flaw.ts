/**
 * Finds what is wrong with a JSON text without building its values (hardening B2, B5, B7, B8). V8's own
 * messages name a place only sometimes, and another one in every version.
 */
export interface JsonFlaw {
  readonly code: 'bad_json' | 'too_deep' | 'duplicate_key' | 'number_too_large'
  /** Where in the text, in UTF-16 units. */
  readonly index: number
  /** JSON pointer of the value around it. */
  readonly pointer: string
}

interface Scan {
  readonly text: string
  readonly maxDepth: number
  readonly path: (string | number)[]
  at: number
  /** What is wrong with the meaning; it counts only where the rest is JSON. */
  flaw: JsonFlaw | null
}

const SPACE = 0x20
const QUOTE = 0x22
const BACKSLASH = 0x5c
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y

/** The first flaw of a text, or null for one that `JSON.parse` takes with all its keys and numbers. */
export function findJsonFlaw(text: string, maxDepth: number): JsonFlaw | null {
  const scan: Scan = { text, maxDepth, path: [], at: 0, flaw: null }
  const flaw = scanValue(scan)
  if (flaw !== null) return flaw
  return scan.at < text.length ? flawAt(scan, 'bad_json') : scan.flaw
}

/** Every scan function moves past what it is named for, with the space after it, or gives the flaw. */
function scanValue(scan: Scan): JsonFlaw | null {
  skipSpace(scan)
  const flaw = scanBareValue(scan)
  skipSpace(scan)
  return flaw
}

function scanBareValue(scan: Scan): JsonFlaw | null {
  switch (scan.text.charAt(scan.at)) {
    case '{':
      return scanList(scan, '}', scanMember(new Set()))
    case '[':
      return scanList(scan, ']', scanItem)
    case '"':
      return scanString(scan)
    default:
      return scanScalar(scan)
  }
}

/** Reads `{...}` or `[...]`: parts between commas. */
function scanList(
  scan: Scan,
  close: '}' | ']',
  scanPart: (scan: Scan, index: number) => JsonFlaw | null,
): JsonFlaw | null {
  if (scan.path.length === scan.maxDepth) return flawAt(scan, 'too_deep')
  scan.at += 1
  skipSpace(scan)
  if (take(scan, close)) return null
  scan.path.push('')
  for (let index = 0; ; index += 1) {
    const flaw = scanPart(scan, index)
    if (flaw !== null) return flaw
    if (take(scan, close)) break
    if (!take(scan, ',')) return flawAt(scan, 'bad_json')
  }
  scan.path.pop()
  return null
}

function scanItem(scan: Scan, index: number): JsonFlaw | null {
  scan.path[scan.path.length - 1] = index
  return scanValue(scan)
}

function scanMember(seen: Set<string>): (scan: Scan) => JsonFlaw | null {
  return (scan) => {
    skipSpace(scan)
    const start = scan.at
    if (scan.text[start] !== '"') return flawAt(scan, 'bad_json')
    const flaw = scanString(scan)
    if (flaw !== null) return flaw
    const key = keyOf(scan.text.slice(start, scan.at))
    scan.path[scan.path.length - 1] = key
    if (seen.has(key)) scan.flaw ??= flawAt({ ...scan, at: start }, 'duplicate_key')
    seen.add(key)
    skipSpace(scan)
    return take(scan, ':') ? scanValue(scan) : flawAt(scan, 'bad_json')
  }
}

/** The name that a string literal stands for. */
function keyOf(literal: string): string {
  return literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1)
}

function scanString(scan: Scan): JsonFlaw | null {
  const { text } = scan
  for (scan.at += 1; scan.at < text.length;) {
    const code = text.charCodeAt(scan.at)
    if (code === BACKSLASH) {
      if (!match(scan, ESCAPE)) return flawAt(scan, 'bad_json')
    } else if (code < SPACE) return flawAt(scan, 'bad_json')
    else scan.at += 1
    if (code === QUOTE) return null
  }
  return flawAt(scan, 'bad_json')
}

function scanScalar(scan: Scan): JsonFlaw | null {
  const start = scan.at
  if (!match(scan, NUMBER)) return match(scan, WORD) ? null : flawAt(scan, 'bad_json')
  if (!Number.isFinite(Number(scan.text.slice(start, scan.at)))) {
    scan.flaw ??= flawAt({ ...scan, at: start }, 'number_too_large')
  }
  return null
}

function skipSpace(scan: Scan): void {
  while (isSpace(scan.text.charCodeAt(scan.at))) scan.at += 1
}

function isSpace(code: number): boolean {
  return code === SPACE || code === 0x0a || code === 0x0d || code === 0x09
}

function take(scan: Scan, character: string): boolean {
  if (scan.text[scan.at] !== character) return false
  scan.at += 1
  return true
}

/** Moves past what the pattern finds at this very place; true where it finds something. */
function match(scan: Scan, pattern: RegExp): boolean {
  pattern.lastIndex = scan.at
  const isFound = pattern.test(scan.text)
  if (isFound) scan.at = pattern.lastIndex
  return isFound
}

function flawAt({ at, path }: Scan, code: JsonFlaw['code']): JsonFlaw {
  const steps = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
  return { code, index: at, pointer: steps.join('') }
}
