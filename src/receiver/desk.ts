import type { Socket } from 'node:net'
import { PlaceList, type Placed } from '../place-list.ts'
import { createAuthenticator, type Authenticator } from './auth/authenticator.ts'
import { createBodyBudget, type BodyBudget } from './body-budget.ts'
import { createBook, type Book } from './book.ts'
import { appResponder } from './forward/app-responder.ts'
import { DEFAULT_LIMITS, type ReceiverLimits } from './limits.ts'
import type { ReceptionOptions } from './reception-options.ts'
import { fixedResponder, type Responder } from './respond.ts'

/** A notification that is being passed on; `told` resolves when it is told. */
export interface Passing extends Placed {
  readonly told: Promise<void>
}

/** What every request is received with. */
export interface Desk {
  readonly options: ReceptionOptions
  readonly isStrict: boolean
  /** The only path that is served; null serves any. */
  readonly path: string | null
  /** Connections that end with an answer under way. */
  readonly closing: WeakSet<Socket>
  readonly limits: ReceiverLimits
  readonly authenticator: Authenticator
  readonly budget: BodyBudget
  readonly book: Book
  readonly responder: Responder
  /** Notifications that are being passed on to the app and are not told yet. */
  readonly passing: PlaceList<Passing>
}

/** Starts with what the recorder knows of earlier runs. */
export function createDesk(options: ReceptionOptions): Desk {
  const { answer, clock, signal, forward, recorder } = options
  const limits = options.limits ?? DEFAULT_LIMITS
  return {
    options,
    limits,
    isStrict: options.isStrict === true,
    path: options.path ?? null,
    closing: new WeakSet(),
    authenticator: createAuthenticator(options.requirements ?? { token: null, headers: [] }),
    budget: createBodyBudget(limits.bodiesInFlightBytes),
    book: createBook(recorder ?? null),
    responder: forward ? appResponder(forward) : fixedResponder(answer, clock, signal),
    passing: new PlaceList(),
  }
}
