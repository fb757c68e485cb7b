import type { Clock, Random } from '../../context.ts'

export interface RelayOptions {
  /** The public side's port; 0 for any free one. */
  readonly port: number
  /** @default '127.0.0.1' */
  readonly host?: string
  readonly clock: Clock
  /** Where the random names come from. */
  readonly random: Random
  readonly onEvent?: (event: RelayEvent) => void
}

export interface RelayClientState {
  readonly id: string
  /** How many data sockets are connected now. */
  readonly sockets: number
}

export interface Relay {
  /** Where clients register. */
  readonly url: string
  readonly port: number
  clients(): readonly RelayClientState[]
  /** Resolves when every port and socket is closed. */
  close(): Promise<void>
}

export type RelayEvent =
  | {
      readonly type: 'registered'
      readonly id: string
      readonly port: number
      readonly url: string
    }
  | {
      readonly type: 'name-refused'
      readonly name: string
      /** The random name given instead; null where none was. */
      readonly given: string | null
      readonly reason: 'taken' | 'invalid'
    }
  | {
      readonly type: 'request'
      /** The tunnel's name; null where no tunnel has the name in the Host header. */
      readonly id: string | null
      readonly method: string
      readonly path: string
      readonly host: string
      /** What the caller got; null when it left before. */
      readonly httpStatus: number | null
      readonly durationMs: number
    }
  | {
      readonly type: 'client-gone'
      readonly id: string
      readonly reason: 'left' | 'never-connected'
    }
