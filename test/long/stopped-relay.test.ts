import { test } from 'vitest'
import { systemClock } from '../../src/system-clock.ts'
import { bundleOnce } from '../helpers/bundle.ts'
import { startRelayProcess } from '../tunnel/relay-process/start-relay-process.ts'
import { expectStopAndBack } from '../tunnel/table-t/stopped-relay.ts'

const program = bundleOnce(new URL('../tunnel/relay-process/program.ts', import.meta.url))

test('a relay that stands still for 40 s is found within 35 s, asked once in 5 s, and used again within 10 s (T5, SIGSTOP; L10)', async () => {
  const relay = await startRelayProcess(await program(), 1)
  await expectStopAndBack(relay, systemClock, { stoppedMs: 40_000 })
})
