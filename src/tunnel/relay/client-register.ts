import type { Clock, Random } from '../../context.ts'
import { pickName } from './names.ts'
import { openRelayClient, type RelayClient } from './relay-client.ts'
import type { RelayEvent } from './relay.ts'

export interface ClientRegisterOptions {
  readonly host: string
  readonly clock: Clock
  readonly random: Random
  readonly onEvent: (event: RelayEvent) => void
  readonly publicUrlOf: (id: string) => string
}

/** The clients of one relay by their names. */
export interface ClientRegister {
  find(id: string): RelayClient | undefined
  list(): readonly RelayClient[]
  /** Opens a client under this name, or under a random one when it is undefined or taken. */
  open(wanted: string | undefined): Promise<RelayClient>
  close(): Promise<void>
}

/** Keeps who registered; a name is free again when its client is gone. */
export function createClientRegister(options: ClientRegisterOptions): ClientRegister {
  const clients = new Map<string, RelayClient | null>()
  const { host, clock, random, onEvent, publicUrlOf } = options
  let isClosed = false

  const openOnes = (): RelayClient[] =>
    Array.from(clients.values()).filter((client) => client !== null)
  const chooseName = (wanted: string | undefined): string => {
    if (wanted !== undefined && !clients.has(wanted)) return wanted
    const given = pickName(random, (name) => clients.has(name))
    if (wanted !== undefined) {
      onEvent({ type: 'name-refused', name: wanted, given, reason: 'taken' })
    }
    return given
  }

  return {
    find: (id) => clients.get(id) ?? undefined,
    list: openOnes,
    open: async (wanted) => {
      const id = chooseName(wanted)
      // The name is held while its data port is being opened.
      clients.set(id, null)
      const onGone = (reason: 'left' | 'never-connected'): void => {
        clients.delete(id)
        onEvent({ type: 'client-gone', id, reason })
      }
      const client = await openRelayClient({ id, host, clock, onGone })
      clients.set(id, client)
      if (isClosed) await client.close()
      else onEvent({ type: 'registered', id, port: client.port, url: publicUrlOf(id) })
      return client
    },
    close: async () => {
      isClosed = true
      const open = openOnes()
      clients.clear()
      await Promise.all(open.map(async (client) => client.close()))
    },
  }
}
