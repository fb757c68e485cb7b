import { inOrder, notification, type Probe } from '../probe.ts'

/** One session that goes through these statuses. */
export function oneSession(...statuses: readonly string[]): Probe {
  return inOrder(...statuses.map((status) => notification(status)))
}
