import type { Clock, Random } from '../../context.ts'
import { createJointRefusal } from './joint-refusal.ts'
import { pickName } from './names.ts'
import { openRelayClient, type RelayClient, type SocketFaults } from './relay-client.ts'
import type { RelayEvent } from './relay.ts'

export interface ClientRegisterOptions {
  readonly host: string
  readonly clock: Clock
  readonly random: Random
  readonly faults: SocketFaults & { readonly isTaken: (name: string) => boolean }
  readonly onEvent: (event: RelayEvent) => void
  readonly publicUrlOf: (id: string) => string
}

/** The clients of one relay by their names. */
export interface ClientRegister {
  find(id: string): RelayClient | undefined
  list(): readonly RelayClient[]
  /** Opens a client under this name, or under a random one when it is undefined or taken. */
  open(wanted: string | undefined): Promise<RelayClient>
  /** Lets every data port refuse, also those to come, until the returned function is called. */
  refuse(): () => Promise<void>
  /** Forgets every client: its sockets end, its name is free. */
  forget(): Promise<void>
  close(): Promise<void>
}

/** Keeps who registered; a name is free again when its client is gone. */
export function createClientRegister(options: ClientRegisterOptions): ClientRegister {
  const clients = new Map<string, RelayClient | null>()
  const { faults, random, onEvent, publicUrlOf } = options
  const refusal = createJointRefusal()
  let isClosed = false
  let generation = 0

  const openOnes = (): RelayClient[] =>
    Array.from(clients.values()).filter((client) => client !== null)
  const chooseName = (wanted: string | undefined): string => {
    if (wanted !== undefined && !clients.has(wanted) && !faults.isTaken(wanted)) return wanted
    const given = pickName(random, (name) => clients.has(name))
    if (wanted !== undefined) {
      onEvent({ type: 'name-refused', name: wanted, given, reason: 'taken' })
    }
    return given
  }
  const forget = async (): Promise<void> => {
    generation += 1
    const open = openOnes()
    clients.clear()
    await Promise.all(open.map(async (client) => client.close()))
  }

  return {
    find: (id) => clients.get(id) ?? undefined,
    list: openOnes,
    open: async (wanted) => {
      const bornIn = generation
      const id = chooseName(wanted)
      // The name is held while its data port is being opened.
      clients.set(id, null)
      const onGone = (reason: 'left' | 'never-connected'): void => {
        clients.delete(id)
        onEvent({ type: 'client-gone', id, reason })
      }
      const client = await openRelayClient({ ...options, id, onGone })
      refusal.join(client)
      if (isClosed || generation !== bornIn) {
        await client.close()
        return client
      }
      clients.set(id, client)
      onEvent({ type: 'registered', id, port: client.port, url: publicUrlOf(id) })
      return client
    },
    refuse: () => refusal.refuse(openOnes()),
    forget,
    close: async () => {
      isClosed = true
      await forget()
    },
  }
}
