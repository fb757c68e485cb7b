import type { MixPart } from '../../config/parse-mix.ts'
import type { WeightedFlow } from '../../delivery/load/session-template.ts'
import type { FixtureLibrary } from '../../fixtures/fixture-library.ts'
import { DEFAULT_FLOW } from '../../fixtures/shipped.ts'

/** The flows of a mix, loaded; without one the default flow alone. Throws `UNKNOWN_FLOW`. */
export async function loadMix(
  parts: readonly MixPart[] | undefined,
  fixtures: FixtureLibrary,
): Promise<WeightedFlow[]> {
  return Promise.all(
    (parts ?? [{ name: DEFAULT_FLOW, weight: 1 }]).map(async ({ name, weight }) => ({
      flow: await fixtures.loadFlow(name),
      weight,
    })),
  )
}
