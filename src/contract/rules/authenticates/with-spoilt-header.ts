import { inOrder, notification, type Probe } from '../probe.ts'

/** A notification for each custom header, with that one missing or wrong. */
export function withSpoiltHeader(names: readonly string[], how: 'missing' | 'wrong'): Probe {
  if (names.length === 0) return { kind: 'none', reason: 'needs -H' }
  return inOrder(
    ...names.map((name, session) => ({
      ...notification('ONBOARDING_FINISHED', session),
      label: `${name} ${how}`,
      spoiltHeader: { name, how },
    })),
  )
}
