import type { ProbeRequest } from './probe.ts'

/** A session of a probe: its name for people, and its statuses in order. */
export interface ProbeSession {
  readonly name: string
  readonly statuses: readonly string[]
}

/** Sessions that go on at the same time, each in its order: turn n has the n-th status of all. */
export function sideBySide(sessions: readonly ProbeSession[]): ProbeRequest[][] {
  const longest = Math.max(...sessions.map(({ statuses }) => statuses.length))
  return Array.from({ length: longest }, (_, turn) =>
    sessions.flatMap(({ name, statuses }, session) => {
      const status = statuses[turn]
      if (status === undefined) return []
      return [{ label: `${name}: ${status}`, session, body: { kind: 'notification', status } }]
    }),
  )
}
