/**
 * The secrets of a run, and the way to keep them off a screen or a page (docs/decisions/0007).
 */
export interface SecretStore {
  /** Remembers a secret. Text shorter than six characters is not searched for: it would hit by chance. */
  readonly add: (secret: string) => void
  /** The text with every known secret, in any of its written forms, replaced by `…` and four characters at most. */
  readonly redact: (text: string) => string
}

const SHORTEST = 6
/** Shorter secrets show nothing at all: four characters would be too much of them. */
const SHORTEST_WITH_TAIL = 12

/** Starts with no secret. */
export function createSecretStore(): SecretStore {
  const secrets = new Map<string, { readonly pattern: RegExp; readonly shown: string }>()
  let longestFirst: { readonly pattern: RegExp; readonly shown: string }[] = []
  return {
    add: (secret) => {
      const parts = partsOf(secret).filter((part) => part.length >= SHORTEST && !secrets.has(part))
      if (parts.length === 0) return
      for (const part of parts) {
        secrets.set(part, { pattern: patternOf(part), shown: redacted(secret) })
      }
      // A secret that holds another one goes as a whole.
      const byLength = [...secrets].sort(([a], [b]) => b.length - a.length)
      longestFirst = byLength.map(([, entry]) => entry)
    },
    redact: (text) =>
      longestFirst.reduce(
        (clean, { pattern, shown }) => clean.replaceAll(pattern, () => shown),
        text,
      ),
  }
}

/**
 * What may be shown of a secret: the last four characters of its last word, where that is long enough
 * and they are harmless. `Bearer` and the names of cookies are no secret, so they count for nothing.
 */
export function redacted(secret: string): string {
  const word = secret
    .trim()
    .split(/[\s;,]+/)
    .at(-1) as string
  const value = word.replace(/^[^=]*=(?=[^=])/, '')
  const tail = value.slice(-4)
  // A quote in it would break the JSON that it is put into.
  const isShowable = value.length >= SHORTEST_WITH_TAIL && /^[\w.~+/=-]{4}$/.test(tail)
  return isShowable && !/^basic\s/i.test(secret.trim()) ? `…${tail}` : '…'
}

/** A secret and its parts after a scheme or the name of a cookie, as they stand and in base64. */
function partsOf(secret: string): string[] {
  const parts = [secret, ...secret.split(/[\s;,=]+/)]
  const bytes = parts.map((part) => Buffer.from(part))
  return [
    ...parts,
    ...bytes.map((each) => each.toString('base64')),
    ...bytes.map((each) => each.toString('base64url')),
  ]
}

/** Where a terminal breaks a line: colours end and begin again, and the next line is indented. */
const LINE_BREAK = '(?:(?:\\u001b\\[\\d+m)*\\n *(?:\\u001b\\[\\d+m)*)?'

/** Finds a secret however its characters are written: plain, in a URL, in JSON, in HTML, over two lines. */
function patternOf(secret: string): RegExp {
  return new RegExp(Array.from(secret, formsOf).join(LINE_BREAK), 'g')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

function formsOf(character: string): string {
  if (/^[A-Za-z0-9]$/.test(character)) return character
  const code = character.codePointAt(0) as number
  const hex = code.toString(16)
  const bytes = [...Buffer.from(character)].map(
    (byte) => `%${anyCase(byte.toString(16).padStart(2, '0'))}`,
  )
  const forms = [
    escaped(character),
    `\\\\{1,2}${escaped(character)}`,
    bytes.join(''),
    `\\\\u${anyCase(hex.padStart(4, '0'))}`,
    `\\\\x${anyCase(hex.padStart(2, '0'))}`,
    `&#0*${code};`,
    `&#[xX]0*${anyCase(hex)};`,
    ...(character === ' ' ? ['\\+'] : []),
    ...(ENTITIES[character] === undefined ? [] : [ENTITIES[character]]),
  ]
  return `(?:${forms.join('|')})`
}

/** Hex digits count in either case. */
function anyCase(hex: string): string {
  return hex.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
}

function escaped(character: string): string {
  return character.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, (each) => `\\${each}`)
}
