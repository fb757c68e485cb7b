/** What can be in a `PlaceList`; only that sets its place. */
export interface Placed {
  place: number
}

/**
 * What is under way. A list whose gaps the last one fills, and no `Set`: V8 makes a new table for that now and then,
 * and each old one holds on to what was under way in its time, long after it is over.
 */
export class PlaceList<Item extends Placed> implements Iterable<Item> {
  readonly #all: Item[] = []

  get count(): number {
    return this.#all.length
  }

  add(item: Item): void {
    item.place = this.#all.length
    this.#all.push(item)
  }

  /** To be called once for each that was added. */
  remove(item: Item): void {
    const last = this.#all.pop() as Item
    if (last === item) return
    last.place = item.place
    this.#all[item.place] = last
  }

  [Symbol.iterator](): Iterator<Item> {
    return this.#all.values()
  }
}
