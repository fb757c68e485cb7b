/** One of the items, by chance, as a list of its own; an empty one where there is none. */
export function oneByChance<Item>(items: readonly Item[], chance: () => number): readonly Item[] {
  return items.slice(Math.floor(chance() * items.length)).slice(0, 1)
}
