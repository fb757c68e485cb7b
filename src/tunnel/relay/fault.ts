import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../../context.ts'

/** Where in the relay a fault does its work. */
export type FaultSeam = 'registration' | 'request' | 'data' | 'lifecycle'

/** One parameter of a fault, with what it is when nobody says. */
export type FaultParameter =
  | { readonly kind: 'duration'; readonly default: number; readonly text: string }
  | { readonly kind: 'share'; readonly default: number; readonly text: string }
  | {
      readonly kind: 'whole'
      readonly default: number
      readonly min: number
      readonly max: number
      readonly text: string
    }
  | {
      readonly kind: 'word'
      readonly default: string
      readonly words: readonly string[]
      readonly text: string
    }

/** In the order in which they are written after the name. */
export type FaultParameters = Readonly<Record<string, FaultParameter>>

/** Durations are milliseconds. */
export type FaultValues = Readonly<Record<string, number | string>>

type ValuesOf<P extends FaultParameters> = {
  readonly [K in keyof P]: P[K]['default'] extends string ? string : number
}

/** A client's data socket, as far as a fault may touch it. */
export interface FaultySocket {
  /** From now on nothing goes through, either way, and nothing is closed. */
  readonly silence: () => void
  /** Ends the connection with a reset. */
  readonly reset: () => void
}

/** What a fault may do to the relay that it is on. */
export interface FaultScene {
  readonly clock: Clock
  /** Aborted when the fault is taken off, or the relay closes. */
  readonly signal: AbortSignal
  /** A number from 0 to 1, the 1 excluded; the same numbers for the same seed. */
  readonly chance: () => number
  /** Every data socket that is connected now. */
  readonly sockets: () => readonly FaultySocket[]
  /** The names that are registered now. */
  readonly names: () => readonly string[]
  /** Lets a port refuse, and its connections end, until the returned function is called. */
  readonly refuse: (port: 'public' | 'data') => () => Promise<void>
  /** The relay dies and is back at the same port after `downMs`. */
  readonly restart: (downMs: number) => Promise<void>
}

/** One direction of one data socket, as a fault sees it. */
export interface Wire {
  readonly direction: 'to-client' | 'from-client'
  /** Resolves after `ms`, or as soon as the fault is taken off or the socket closes. */
  readonly sleep: (ms: number) => Promise<void>
  /** When the bytes in hand came, on the clock of `nowMs`. */
  readonly nowMs: () => number
  /** Closes the socket in good order, in the middle of whatever it carries. */
  readonly cut: () => void
  /** Resets the socket. */
  readonly reset: () => void
}

/** Gives what becomes of some bytes, piece by piece. */
export type WireStage = (
  bytes: Buffer,
  arrivedMs: number,
) => AsyncIterable<Buffer> | Iterable<Buffer>

/** What a fault that is on does; every one may be left out. */
export interface FaultHooks {
  /** Answers a registration in the relay's place, or gives false. */
  readonly register?: (request: IncomingMessage, response: ServerResponse) => boolean
  /** Tells whether a name that a client asks for is given to nobody. */
  readonly isTaken?: (name: string) => boolean
  /** Answers a caller's request in the relay's place, or gives false. `isOpen` tells whether the name has a client. */
  readonly answer?: (
    request: IncomingMessage,
    response: ServerResponse,
    tunnel: { readonly id: string; readonly isOpen: boolean },
  ) => boolean
  /** Gets every data socket that connects while the fault is on. */
  readonly socket?: (socket: FaultySocket) => void
  /** Called once for each direction of each data socket that carries something. */
  readonly wire?: (wire: Wire) => WireStage
  /** So much later the one side of a data socket hears that the other side has closed it. */
  readonly closeLateMs?: number
  /** Takes back what the fault did. */
  readonly stop?: () => Promise<void>
  /** Resolves when a fault that is over by itself is over. */
  readonly over?: Promise<void>
}

/** One way in which a relay can fail. */
export interface Fault {
  readonly name: string
  /** One line for people. */
  readonly description: string
  readonly seam: FaultSeam
  /** Whether a client that looks after itself gets over it while it is on. */
  readonly isHealed: 'by-itself' | 'when-cleared'
  readonly parameters: FaultParameters
  readonly start: (values: FaultValues, scene: FaultScene) => FaultHooks
}

/** Gives a fault whose `start` gets values of the types that its parameters have. */
export function defineFault<const P extends FaultParameters>(
  fault: Omit<Fault, 'parameters' | 'start'> & {
    readonly parameters: P
    readonly start: (values: ValuesOf<P>, scene: FaultScene) => FaultHooks
  },
): Fault {
  const { start, parameters } = fault
  // The board fills in every default before it starts a fault.
  return { ...fault, parameters, start: (values, scene) => start(values as ValuesOf<P>, scene) }
}
