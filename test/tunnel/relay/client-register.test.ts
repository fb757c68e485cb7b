import { expect, test } from 'vitest'
import { systemClock } from '../../../src/system-clock.ts'
import { createClientRegister } from '../../../src/tunnel/relay/client-register.ts'
import { FaultBoard } from '../../../src/tunnel/relay/fault-board.ts'
import type { RelayEvent } from '../../../src/tunnel/relay/relay.ts'
import { ask, createLog, random } from '../rig.ts'

/** A relay that has nothing to offer to a fault. */
const powers = {
  sockets: () => [],
  names: () => [],
  refuse: () => async () => undefined,
  restart: async () => undefined,
}

test('a client that registers while the register closes leaves no data port', async () => {
  const log = createLog<RelayEvent>()
  const register = createClientRegister({
    host: '127.0.0.1',
    clock: systemClock,
    random,
    faults: new FaultBoard({ ...powers, clock: systemClock, seed: 0, onEvent: log.note }),
    onEvent: log.note,
    publicUrlOf: (id) => id,
  })
  const opening = register.open('my-name')
  expect(register.find('my-name')).toBeUndefined()
  await register.close()
  const { port } = await opening
  await expect(ask({ port })).rejects.toThrow('ECONNREFUSED')
  expect(log.all).toEqual([])
})
