import type { Visit } from './visit.ts'

/**
 * The requests that are being received. A list whose gaps the last one fills, and no `Set`: V8 makes a new table
 * for that now and then, and each old one holds on to the requests of its time, long after they are over.
 */
export class Visits implements Iterable<Visit> {
  readonly #all: Visit[] = []

  get count(): number {
    return this.#all.length
  }

  add(visit: Visit): void {
    visit.place = this.#all.length
    this.#all.push(visit)
  }

  /** To be called once for each that was added. */
  remove(visit: Visit): void {
    const last = this.#all.pop() as Visit
    if (last === visit) return
    last.place = visit.place
    this.#all[visit.place] = last
  }

  [Symbol.iterator](): Iterator<Visit> {
    return this.#all.values()
  }
}
