/**
 * The secrets of a run, and the way to keep them off a screen or a page (issue: redaction by default).
 */
export interface SecretStore {
  /** Remembers a secret. Text shorter than six characters is not searched for: it would hit by chance. */
  readonly add: (secret: string) => void
  /** The text with every known secret replaced by `…` and its last four characters. */
  readonly redact: (text: string) => string
}

const SHORTEST = 6
const SHORTEST_PART = 8
/** Shorter secrets show nothing at all: four characters would be too much of them. */
const SHORTEST_WITH_TAIL = 12

/** Starts with no secret. */
export function createSecretStore(): SecretStore {
  const replacements = new Map<string, string>()
  return {
    add: (secret) => {
      for (const form of formsOf(secret)) {
        if (form.length >= SHORTEST) replacements.set(form, redacted(secret))
      }
    },
    redact: (text) => {
      // Longest first, so that a secret which holds another one goes as a whole.
      const secrets = [...replacements.keys()].sort((a, b) => b.length - a.length)
      return secrets.reduce(
        (clean, secret) => clean.replaceAll(secret, () => replacements.get(secret) as string),
        text,
      )
    },
  }
}

/** What may be shown of a secret: its last four characters, where it is long enough and they are harmless. */
export function redacted(secret: string): string {
  const tail = secret.slice(-4)
  // A quote in it would break the JSON that it is put into.
  return secret.length >= SHORTEST_WITH_TAIL && /^[\w.~+/=-]{4}$/.test(tail) ? `…${tail}` : '…'
}

/** A secret as it may turn up: plain, in a URL, in a form, in JSON, in base64, and in parts after a scheme. */
function formsOf(secret: string): string[] {
  const parts = secret.split(/[\s;,=]+/).filter((part) => part.length >= SHORTEST_PART)
  return [...new Set([secret, ...parts])].flatMap((form) => [
    form,
    encodeURIComponent(Buffer.from(form).toString()),
    new URLSearchParams([['', form]]).toString().slice(1),
    JSON.stringify(form).slice(1, -1),
    Buffer.from(form).toString('base64'),
  ])
}
