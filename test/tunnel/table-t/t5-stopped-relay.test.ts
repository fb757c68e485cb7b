import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { bundleOnce } from '../../helpers/bundle.ts'
import { startRelayProcess } from '../relay-process/start-relay-process.ts'
import { fastClock, until } from '../rig.ts'
import { hasDeafPorts } from './deaf-port.ts'
import { expectStopAndBack } from './stopped-relay.ts'

/** Hardening T5 and L10, short: the relay's process stands still, on a clock that is sixteen times as fast. */

const FACTOR = 16
const program = bundleOnce(new URL('../relay-process/program.ts', import.meta.url))

test('a relay that stands still is found by our own probe within 35 s, and is used again when it goes on (T5, SIGSTOP, all sockets; L10, short)', async () => {
  const relay = await startRelayProcess(await program(), FACTOR)
  await expectStopAndBack(relay, fastClock(FACTOR), { stoppedMs: 40_000 })
})

/** As much as the queue of a Node listener takes: from then on the system drops every SYN. */
async function fillQueue(port: number): Promise<void> {
  const fillers = Array.from({ length: 600 }, () => connect({ port, host: '127.0.0.1' }))
  for (const socket of fillers) socket.on('error', () => undefined)
  onTestFinished(() => fillers.forEach((socket) => socket.destroy()))
  await until(() => fillers.filter(({ connecting }) => !connecting).length >= 512)
  expect(fillers.some(({ connecting }) => connecting)).toBe(true)
}

test.skipIf(!hasDeafPorts)(
  'a relay whose machine drops every SYN is found as fast, and is used again when it takes them (T5, SYN drop, all sockets)',
  async () => {
    const relay = await startRelayProcess(await program(), FACTOR)
    const whenStopped = async (): Promise<void> => fillQueue(relay.port)
    await expectStopAndBack(relay, fastClock(FACTOR), { stoppedMs: 40_000, whenStopped })
  },
)
