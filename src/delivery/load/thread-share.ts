/** Which thread of how many this is; `{ index: 0, of: 1 }` for a run without threads of its own. */
export interface ThreadShare {
  /** From 0. */
  readonly index: number
  readonly of: number
}

export const ALONE: ThreadShare = { index: 0, of: 1 }

/** How many of `total` fall to this thread; the first ones take what cannot be divided. */
export function shareOf(total: number, { index, of }: ThreadShare): number {
  return Math.floor(total / of) + (index < total % of ? 1 : 0)
}
