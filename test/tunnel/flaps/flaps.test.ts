import { expect, test } from 'vitest'
import { seedOr } from '../proof/seed.ts'
import { openFlapRig } from './flap-rig.ts'
import { runFlaps } from './run-flaps.ts'

const FACTOR = 50
/** What this machine may lose of the 10 s: 200 real milliseconds for all that is no wait. */
const SLACK_MS = 200 * FACTOR

const TIMINGS = { probeEveryMs: 2000, probeAgainMs: 500, probeTimeoutMs: 5000 }

test('a tunnel comes back from 100 seeded flaps within 10 s each, whole and with nothing left over (L9)', async () => {
  // One whose first ten flaps close the tunnel once: its own signal is known from then on.
  const seed = seedOr(4)
  const rig = await openFlapRig({ factor: FACTOR, seed }, TIMINGS)
  const counts = {
    'restart-at-once': 3,
    restart: 3,
    'away-for-long': 1,
    'data-refused': 1,
    'lost-one': 33,
    'lost-all': 30,
    'ended-all': 22,
    'half-open': 1,
    'name-taken': 1,
    'register-403': 1,
    'register-500': 1,
    'register-hang': 1,
    'bad-json': 1,
    'callers-refused': 1,
  }
  const flapped = await runFlaps(rig, { seed, counts })
  expect(flapped).toHaveLength(100)
  const late = flapped.filter(({ backMs }) => backMs > 10_000 + SLACK_MS)
  expect(late, `TEST_SEED=${seed}`).toEqual([])
}, 120_000)
