import { insufficientScope } from './bearer.ts'
import type { Refusal } from '../refusal.ts'

/**
 * Wants every one of these scopes in a token that is good otherwise (hardening A3). They stand in `scope`,
 * separated by spaces (RFC 9068, 2.2.3), or in `scp`, as some providers have it; lists count as well.
 */
export function judgeScopes(
  claims: Readonly<Record<string, unknown>>,
  required: readonly string[],
): Refusal | null {
  const granted = new Set([claims['scope'], claims['scp']].flatMap(listOf))
  const missing = required.filter((scope) => !granted.has(scope))
  if (missing.length === 0) return null
  return insufficientScope(`the bearer token lacks the scope ${missing.join(' ')}`, required)
}

/** The single scopes of a text (RFC 6749, 3.3). */
export function scopesOf(text: string): string[] {
  return text.split(' ').filter((scope) => scope !== '')
}

function listOf(claim: unknown): string[] {
  if (typeof claim === 'string') return scopesOf(claim)
  return Array.isArray(claim) ? claim.filter((each) => typeof each === 'string') : []
}
