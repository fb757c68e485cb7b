const LONGEST = 200

/** Gives text from outside at a length that fits into a message, no character of it halved. */
export function cutShort(text: string): string {
  if (text.length <= LONGEST) return text
  return `${text.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** Gives the message of whatever was thrown, cut short. */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.message === '') return reasonOf(thrown.errors[0])
  return cutShort(thrown instanceof Error ? thrown.message : String(thrown))
}
