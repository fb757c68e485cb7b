import { once } from 'node:events'
import { connect } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ask, until } from '../rig.ts'
import { NAME, untilDown, type FlapRig } from './flap-rig.ts'

/** Hurts the tunnel, and resolves when its relay is whole again. `below` gives a seeded number. */
export type Flap = (rig: FlapRig, below: (limit: number) => number) => Promise<void>

const CALLER_ANSWERS = ['502', '503', '504', '429'] as const

export const FLAPS = {
  'restart-at-once': async ({ relay }) => relay.restart(),
  restart: async ({ relay }, below) => relay.restart(500 + below(5000)),
  'away-for-long': async ({ relay }, below) => relay.restart(8000 + below(16_000)),
  'data-refused': async (rig, below) => {
    await during(rig, 'refused', { port: 'data' }, async () => untilTried(rig, below(3)))
    await until(() => !isHeldByNobody(rig))
  },
  'lost-one': async (rig) => {
    await lose(rig, 1, async () => rig.relay.faults.set('lost-sockets', { which: 'one' }))
  },
  'lost-all': async (rig) => {
    await lose(rig, 10, async () => rig.relay.faults.set('lost-sockets', { which: 'all' }))
  },
  'ended-all': async (rig) => {
    await lose(rig, 10, async () => rig.dataSockets().forEach((socket) => socket.end()))
  },
  'half-open': async (rig) => during(rig, 'half-open', {}, async () => untilDown(rig)),
  'name-taken': async (rig, below) => {
    await rig.relay.restart()
    await holdName(rig, 1 + below(2))
  },
  'register-403': async (rig, below) => refuseNewcomers(rig, 'register-403', below),
  'register-500': async (rig, below) => refuseNewcomers(rig, 'register-500', below),
  'register-hang': async (rig) => refuseNewcomers(rig, 'register-hang', () => 0),
  'bad-json': async (rig, below) => refuseNewcomers(rig, 'bad-json', below),
  'callers-refused': async (rig, below) => {
    const status = CALLER_ANSWERS[below(CALLER_ANSWERS.length)] ?? '502'
    await during(rig, status, {}, async () => untilDown(rig))
  },
} satisfies Record<string, Flap>

export type FlapName = keyof typeof FLAPS

/** Lets a fault of the relay be on for as long as something takes. */
async function during(
  { relay }: FlapRig,
  fault: string,
  values: Readonly<Record<string, string>>,
  wait: () => Promise<void>,
): Promise<void> {
  await relay.faults.set(fault, values)
  await wait()
  await relay.faults.clear(fault)
}

/**
 * A registration that never got a socket keeps its name for 30 s in our relay. (For 1 s in the second
 * one, decision 0011: there it is over before the tunnel asks again.)
 */
function isHeldByNobody({ relay }: FlapRig): boolean {
  return relay.clients().some(({ id, sockets }) => id === NAME && sockets === 0)
}

/** The relay forgets the tunnel, and does not take it back until it has tried so often. */
async function refuseNewcomers(
  rig: FlapRig,
  fault: string,
  below: (limit: number) => number,
): Promise<void> {
  await during(rig, fault, {}, async () => {
    await rig.relay.restart()
    await untilTried(rig, 1 + below(2))
  })
}

/** Every failed try is told as another `down`, after the first one. */
async function untilTried({ tunnelEvents }: FlapRig, times: number): Promise<void> {
  const downs = (): number => tunnelEvents.filter(({ state }) => state === 'down').length
  await until(() => downs() > times)
}

/** Resolves when the relay has taken notice that so many data sockets are gone. */
async function lose(rig: FlapRig, count: number, end: () => Promise<void>): Promise<void> {
  let lost = 0
  const note = (): void => void (lost += 1)
  const sockets = rig.dataSockets()
  for (const socket of sockets) socket.once('close', note)
  await end()
  await until(() => lost >= count)
  for (const socket of sockets) socket.off('close', note)
  // The relay hears of it by another listener of the same turn.
  await nextTurn()
}

/**
 * A stranger takes the name, where it is faster than the tunnel, until it was refused so often; a third
 * time would end a tunnel that requires its name.
 */
async function holdName({ relay, relayEvents }: FlapRig, refusals: number): Promise<void> {
  const { body } = await ask({
    port: relay.port,
    path: `/${NAME}`,
    headers: ['Connection', 'close'],
  })
  const { id, port: dataPort } = JSON.parse(body.toString()) as { id: string; port: number }
  const stranger = connect({ port: dataPort, host: '127.0.0.1' })
  await once(stranger, 'connect')
  const refused = (): number => relayEvents.filter(({ type }) => type === 'name-refused').length
  if (id === NAME) await until(() => refused() >= refusals)
  stranger.destroy()
  await until(() => relayEvents.some((event) => event.type === 'client-gone' && event.id === id))
}
