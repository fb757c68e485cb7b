import type { StoppablePort } from './stoppable-port.ts'

type Refusable = Pick<StoppablePort, 'refuse'>

/** Lets ports refuse together. */
export interface JointRefusal {
  /** A port that is new: it refuses as long as the others do. */
  join(port: Refusable): void
  /** Lets these ports, and every one that joins meanwhile, refuse until the returned function is called. */
  refuse(ports: readonly Refusable[]): () => Promise<void>
}

export function createJointRefusal(): JointRefusal {
  const refusals = new Set<(() => Promise<void>)[]>()
  return {
    join: (port) => {
      for (const releases of refusals) releases.push(port.refuse())
    },
    refuse: (ports) => {
      const releases = ports.map((port) => port.refuse())
      refusals.add(releases)
      return async () => {
        refusals.delete(releases)
        await Promise.all(releases.map(async (release) => release()))
      }
    },
  }
}
