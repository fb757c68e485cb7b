import { expect, test } from 'vitest'
import { openFlapRig } from '../tunnel/flaps/flap-rig.ts'
import { runFlaps, type Flapped } from '../tunnel/flaps/run-flaps.ts'
import { seedOr } from '../tunnel/proof/seed.ts'

const COUNTS = {
  restart: 130,
  'restart-unseen': 130,
  'away-for-long': 80,
  'reset-one': 180,
  'reset-all': 180,
  'end-all': 120,
  'name-taken': 50,
  'registration-500': 70,
  'registration-hangs': 30,
  'half-open': 30,
}

test('a tunnel comes back from 1,000 seeded flaps within 10 s each, with nothing left over (L9)', async () => {
  const seed = seedOr(Date.now() % 1_000_000)
  const flapped = await runFlaps(await openFlapRig(20, {}), { seed, counts: COUNTS })
  const kinds = Object.keys(COUNTS).map((name) => flapped.filter((one) => one.name === name))
  console.log([`seed ${seed}`, ...kinds.map(tell), flapped.at(-1)?.footprint].join('\n'))
  expect(flapped).toHaveLength(1000)
  const late = flapped.filter(({ backMs }) => backMs > 10_000)
  expect(late, `TEST_SEED=${seed}`).toEqual([])
  // Nothing tells of a half-open socket but the probes.
  const unseen = flapped.filter(({ name, hurtMs }) => name === 'half-open' && hurtMs > 35_000)
  expect(unseen, `TEST_SEED=${seed}`).toEqual([])
}, 1_800_000)

function tell(ones: readonly Flapped[]): string {
  const most = (numbers: readonly number[]): string => (Math.max(...numbers) / 1000).toFixed(1)
  const [hurt, back] = [most(ones.map((one) => one.hurtMs)), most(ones.map((one) => one.backMs))]
  return `${ones.length} times ${ones[0]?.name}: hurt for ${hurt} s, back in ${back} s at most`
}
