import { expect, test } from 'vitest'
import { seedOr } from '../proof/seed.ts'
import { openFlapRig } from './flap-rig.ts'
import { runFlaps } from './run-flaps.ts'

const TIMINGS = { probeEveryMs: 2000, probeAgainMs: 500, probeTimeoutMs: 5000 }

test('a tunnel comes back from 100 seeded flaps, whole and with nothing left over (L9)', async () => {
  const seed = seedOr(3)
  const rig = await openFlapRig({ factor: 25, seed }, TIMINGS)
  const counts = {
    'restart-at-once': 12,
    restart: 11,
    'away-for-long': 2,
    'data-refused': 2,
    'lost-one': 24,
    'lost-all': 22,
    'ended-all': 14,
    'half-open': 2,
    'name-taken': 2,
    'register-403': 2,
    'register-500': 2,
    'register-hang': 1,
    'bad-json': 2,
    'callers-refused': 2,
  }
  const flapped = await runFlaps(rig, { seed, counts })
  expect(flapped).toHaveLength(100)
}, 120_000)
