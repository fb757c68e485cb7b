import type { Clock, Random } from '../../context.ts'
import type { FaultValues } from './fault.ts'

export interface RelayOptions {
  /** The public side's port; 0 for any free one. */
  readonly port: number
  /** @default '127.0.0.1' */
  readonly host?: string
  readonly clock: Clock
  /** Where the random names come from. */
  readonly random: Random
  readonly onEvent?: (event: RelayEvent) => void
  /** Faults that are on from the start. */
  readonly faults?: readonly RelayFault[]
  /** What faults do by chance is the same for the same seed. @default 0 */
  readonly seed?: number
}

/** A fault by its name in `FAULTS`; a parameter that is left out is at its default. */
export interface RelayFault {
  readonly name: string
  readonly values?: FaultValues
}

/** Switches the faults of a relay while it runs. Both throw where no fault has the name. */
export interface FaultSwitch {
  /** The faults that are on, in the order in which they were set. */
  list(): readonly Required<RelayFault>[]
  /** Resolves when the fault is on; one that is on already starts anew. */
  set(name: string, values?: FaultValues): Promise<void>
  /** Resolves when the fault, or every fault, is off. */
  clear(name?: string): Promise<void>
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
  readonly faults: FaultSwitch
  clients(): readonly RelayClientState[]
  /**
   * The relay forgets its clients, refuses every connection for `downMs`, and is back at the same
   * public port; data ports are new ones. Resolves when it is back. @default 0
   */
  restart(downMs?: number): Promise<void>
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
  | { readonly type: 'fault-on'; readonly name: string; readonly values: FaultValues }
  | { readonly type: 'fault-off'; readonly name: string }
  | { readonly type: 'restarted'; readonly downMs: number }
