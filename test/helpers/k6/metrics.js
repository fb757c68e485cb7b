import { requireName, requireTags, state } from './state.js'

export class Counter {
  constructor(name) {
    if (state.isStarted) throw new Error('metrics must be declared in the init context')
    requireName(name)
    this.name = name
  }

  add(value, tags) {
    requireTags(tags)
    state.counters[this.name] = (state.counters[this.name] ?? 0) + value
  }
}
