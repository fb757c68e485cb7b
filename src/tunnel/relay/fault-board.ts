import { setMaxListeners } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Clock } from '../../context.ts'
import { underSignals } from '../deadline.ts'
import type { DataSocket, DataWire } from './data-socket.ts'
import type { Fault, FaultHooks, FaultScene, FaultValues, WireStage } from './fault.ts'
import { FAULTS } from './fault-list.ts'
import type { FaultSwitch, RelayEvent, RelayFault } from './relay.ts'

/** What a relay has to offer to its faults. */
export type RelayPowers = Pick<FaultScene, 'sockets' | 'names' | 'refuse' | 'restart'>

export interface FaultBoardOptions extends RelayPowers {
  readonly clock: Clock
  readonly seed: number
  readonly onEvent: (event: RelayEvent) => void
}

interface RunningFault extends Required<RelayFault> {
  readonly hooks: FaultHooks
  readonly stages: WeakMap<DataWire, WireStage>
  readonly ending: AbortController
}

/** The faults that are on, in the order in which they were set, and what they do at every seam. */
export class FaultBoard implements FaultSwitch {
  readonly #options: FaultBoardOptions
  readonly #running = new Map<string, RunningFault>()
  #stages = 0

  constructor(options: FaultBoardOptions) {
    this.#options = options
  }

  list(): readonly Required<RelayFault>[] {
    return Array.from(this.#running.values(), ({ name, values }) => ({ name, values }))
  }

  async set(name: string, given: FaultValues = {}): Promise<void> {
    const fault = findFault(name)
    const values = valuesWith(fault, given)
    await this.#stop(name)
    const ending = new AbortController()
    // Every piece of bytes that waits listens to it.
    setMaxListeners(0, ending.signal)
    this.#options.onEvent({ type: 'fault-on', name, values })
    const hooks = fault.start(values, this.#sceneOf(fault, ending.signal))
    const running = { name, values, hooks, stages: new WeakMap(), ending }
    this.#running.set(name, running)
    if (hooks.wire !== undefined) this.#stages += 1
    void hooks.over?.then(async () => {
      // By then it may have been set anew: that one goes on.
      if (this.#running.get(name) === running) await this.#stop(name)
    })
  }

  async clear(name?: string): Promise<void> {
    if (name !== undefined) findFault(name)
    const names = name === undefined ? [...this.#running.keys()] : [name]
    for (const each of names) await this.#stop(each)
  }

  readonly hasStages = (): boolean => this.#stages > 0

  readonly nowMs = (): number => this.#options.clock.monotonicMs()

  readonly stagesFor = (wire: DataWire): readonly WireStage[] =>
    this.#all().flatMap((running) => {
      const stage = running.stages.get(wire) ?? running.hooks.wire?.(this.#wireOf(running, wire))
      if (stage === undefined) return []
      running.stages.set(wire, stage)
      return [stage]
    })

  /** Resolves when a data socket that one side has closed may close on the other; null: at once. */
  readonly untilMayClose = (): Promise<unknown> | null => {
    const { clock } = this.#options
    const late = this.#all().filter(({ hooks }) => hooks.closeLateMs !== undefined)
    if (late.length === 0) return null
    return Promise.allSettled(
      late.map(async ({ hooks, ending }) => clock.sleep(hooks.closeLateMs ?? 0, ending.signal)),
    )
  }

  /** Tells whether a fault has answered the registration. */
  register(request: IncomingMessage, response: ServerResponse): boolean {
    return this.#all().some(({ hooks }) => hooks.register?.(request, response) === true)
  }

  /** Tells whether a fault keeps this name back. */
  isTaken(name: string): boolean {
    return this.#all().some(({ hooks }) => hooks.isTaken?.(name) === true)
  }

  /** Tells whether a fault has answered the caller, or will. */
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    tunnel: { readonly id: string; readonly isOpen: boolean },
  ): boolean {
    return this.#all().some(({ hooks }) => hooks.answer?.(request, response, tunnel) === true)
  }

  /** Shows the faults a data socket that has just connected. */
  meet(socket: DataSocket): void {
    for (const { hooks } of this.#all()) hooks.socket?.(socket)
  }

  /** Ends every fault without a word, when the relay closes. */
  close(): void {
    for (const { ending } of this.#all()) ending.abort()
    this.#running.clear()
    this.#stages = 0
  }

  #all(): readonly RunningFault[] {
    return [...this.#running.values()]
  }

  async #stop(name: string): Promise<void> {
    const running = this.#running.get(name)
    if (running === undefined) return
    this.#running.delete(name)
    if (running.hooks.wire !== undefined) this.#stages -= 1
    running.ending.abort()
    await running.hooks.stop?.()
    this.#options.onEvent({ type: 'fault-off', name })
  }

  /** Every fault draws from numbers of its own: another one beside it changes nothing for it. */
  #sceneOf(fault: Fault, signal: AbortSignal): FaultScene {
    const generator = xoroshiro128plus(this.#options.seed + FAULTS.indexOf(fault))
    return { ...this.#options, signal, chance: () => uniformFloat64(generator) }
  }

  #wireOf({ ending }: RunningFault, wire: DataWire) {
    const { clock } = this.#options
    const sleep = async (ms: number): Promise<void> =>
      underSignals([ending.signal, wire.closed], async (either) => clock.sleep(ms, either)).catch(
        () => undefined,
      )
    return { ...wire, sleep }
  }
}

function findFault(name: string): Fault {
  const fault = FAULTS.find((each) => each.name === name)
  if (fault === undefined) throw new Error(`there is no fault ${JSON.stringify(name)}`)
  return fault
}

function valuesWith({ name, parameters }: Fault, given: FaultValues): FaultValues {
  const stranger = Object.keys(given).find((key) => !Object.hasOwn(parameters, key))
  if (stranger !== undefined) throw new Error(`${name} has no parameter ${stranger}`)
  const defaults = Object.entries(parameters).map(([key, each]) => [key, each.default] as const)
  return { ...Object.fromEntries(defaults), ...given }
}
