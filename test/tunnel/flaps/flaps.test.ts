import { expect, test } from 'vitest'
import { seedOr } from '../proof/seed.ts'
import { openFlapRig } from './flap-rig.ts'
import { runFlaps } from './run-flaps.ts'

const TIMINGS = { probeEveryMs: 2000, probeAgainMs: 500, probeTimeoutMs: 5000 }

test('a tunnel comes back from 100 seeded flaps, whole and with nothing left over (L9)', async () => {
  const rig = await openFlapRig(25, TIMINGS)
  const counts = {
    restart: 15,
    'restart-unseen': 15,
    'away-for-long': 6,
    'reset-one': 20,
    'reset-all': 18,
    'end-all': 12,
    'name-taken': 2,
    'registration-500': 7,
    'registration-hangs': 2,
    'half-open': 3,
  }
  const flapped = await runFlaps(rig, { seed: seedOr(3), counts })
  expect(flapped).toHaveLength(100)
}, 120_000)
