/** The candidate that a mistyped name most likely means, or undefined when none is near. */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: distance(plain(name), plain(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance)
  return best?.candidate
}

/** `oauth-url`, `OAUTH_URL` and `oauthUrl` are one name. */
function plain(name: string): string {
  return name.slice(0, 40).replaceAll(/[-_]/g, '').toLowerCase()
}

/** How many characters to add, drop, change or swap with their neighbour (optimal string alignment). */
function distance(from: string, to: string): number {
  let before: number[] = []
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let place = 0; place < from.length; place += 1) {
    const next = [place + 1]
    for (let column = 1; column <= to.length; column += 1) {
      const change = at(row, column - 1) + (to[column - 1] === from[place] ? 0 : 1)
      const isSwap = to[column - 2] === from[place] && to[column - 1] === from[place - 1]
      const swap = isSwap ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY
      next.push(Math.min(change, swap, at(row, column) + 1, at(next, column - 1) + 1))
    }
    before = row
    row = next
  }
  return at(row, to.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] as number
}
