/** The middle value; of an even number, the upper one of the two. */
export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

/**
 * Measures subjects in turns, so that whatever else the machine does hits all of them; every other round
 * goes backwards, and the first one, which warms up, is dropped. Gives a list of figures for each name.
 */
export async function inTurns(names, rounds, measure) {
  const measured = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const figures = await measure(name)
      if (round > 0) measured[name].push(figures)
    }
  }
  return measured
}

/** The median of what `pick` finds in each round. */
export function medianOf(rounds, pick) {
  return median(rounds.map(pick))
}

/** The median of the ratios of each round: of what was measured one after the other. */
export function ratioOf(rounds, floor, pick) {
  return median(rounds.map((figures, round) => pick(figures) / pick(floor[round])))
}
