import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { until } from '../rig.ts'
import { NAME, type FlapRig } from './flap-rig.ts'
import { FLAPS, type FlapName } from './flaps.ts'
import { footprint } from './footprint.ts'

export interface FlapRun {
  readonly seed: number
  /** How many flaps of each kind; their order is seeded. */
  readonly counts: Readonly<Record<FlapName, number>>
}

/** One flap that the tunnel has come back from. */
export interface Flapped {
  readonly name: FlapName
  /** From the fault until the relay was whole again, on the tunnel's clock. */
  readonly hurtMs: number
  /** From the relay's return to an answer through a full tunnel, on the tunnel's clock. */
  readonly backMs: number
  readonly footprint: string
  /** What the tunnel told of it. */
  readonly told: readonly string[]
}

const WARM_FLAPS = 10

/**
 * Flaps a tunnel, one flap after the other. Throws, naming the flap, where it does not come back
 * whole; from the tenth on its footprint has to be the tenth's.
 */
export async function runFlaps(rig: FlapRig, run: FlapRun): Promise<readonly Flapped[]> {
  const flapped: Flapped[] = []
  const generator = xoroshiro128plus(run.seed)
  const below = (limit: number): number => uniformInt(generator, 0, limit - 1)
  const names = shuffle(namesOf(run), below)
  await until(() => isBack(rig))
  for (const [index, name] of names.entries()) {
    try {
      flapped.push(await flapOnce(rig, name, below, flapped[WARM_FLAPS - 1]?.footprint))
    } catch (cause) {
      throw new Error(`TEST_SEED=${run.seed}, flap ${index} (${name}): ${tell(rig)}`, { cause })
    }
  }
  return flapped
}

function namesOf({ counts }: FlapRun): FlapName[] {
  const names = Object.keys(counts) as FlapName[]
  return names.flatMap((name) => Array.from({ length: counts[name] }, () => name))
}

function shuffle(names: readonly FlapName[], below: (limit: number) => number): FlapName[] {
  const cards = names.map((name) => ({ name, place: below(2 ** 30) }))
  return cards.sort((a, b) => a.place - b.place).map(({ name }) => name)
}

function tell(rig: FlapRig): string {
  return JSON.stringify([told(rig), rig.relay.clients(), footprint(rig.signals())])
}

function told({ tunnelEvents }: FlapRig): string[] {
  return tunnelEvents.map(({ state, detail }) => `${state}: ${detail}`)
}

async function flapOnce(
  rig: FlapRig,
  name: FlapName,
  below: (limit: number) => number,
  before: string | undefined,
): Promise<Flapped> {
  const { clock } = rig
  rig.forget()
  const hurtAtMs = clock.monotonicMs()
  await FLAPS[name](rig, below)
  const wholeAtMs = clock.monotonicMs()
  await until(() => isBack(rig))
  const [status, times] = await rig.askOnce()
  const backMs = clock.monotonicMs() - wholeAtMs
  if (status !== 200 || times !== 1) throw new Error(`HTTP ${status}, ${times} times at the app`)
  const hurtMs = wholeAtMs - hurtAtMs
  return { name, hurtMs, backMs, footprint: await untilAtRest(rig, before), told: told(rig) }
}

/** The tunnel has its name and ten sockets at the relay, and it knows. */
function isBack({ relay, tunnelEvents }: FlapRig): boolean {
  const ours = relay.clients().find(({ id }) => id === NAME)
  const state = tunnelEvents.at(-1)?.state ?? 'up'
  return ours?.sockets === 10 && (state === 'up' || state === 'reopened')
}

/**
 * Waits until no other registration is left, and for this footprint, or one that stays the same. A try
 * that was given another name leaves a registration behind, which the relay keeps for 30 s.
 */
async function untilAtRest(rig: FlapRig, wanted: string | undefined): Promise<string> {
  let last = ''
  let same = 0
  await until(() => {
    const now = footprint(rig.signals())
    same = now === last ? same + 1 : 0
    last = now
    if (!isBack(rig) || rig.relay.clients().length > 1) return false
    return wanted === undefined ? same >= 5 : now === wanted
  })
  return last
}
