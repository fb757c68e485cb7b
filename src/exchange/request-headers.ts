import type { ExchangeRequest } from './exchange.ts'

/** The headers of a request as Node.js takes them: lower-case names, and a list where one is repeated. */
export function groupByName(
  headers: ExchangeRequest['headers'],
): Record<string, string | string[]> {
  const grouped = new Map<string, string[]>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    grouped.set(key, [...(grouped.get(key) ?? []), value])
  }
  return Object.fromEntries(
    [...grouped].map(([name, values]) => [name, values.length === 1 ? String(values[0]) : values]),
  )
}
