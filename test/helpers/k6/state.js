/** What a script has done so far. Only before `isStarted` may it make metrics and import modules, as in k6. */
export const state = {
  isStarted: false,
  iteration: 0,
  checks: { passes: 0, fails: 0 },
  counters: {},
  tags: [],
  sleeps: [],
}

/** k6 takes names of letters, digits and underscores. */
export function requireName(name) {
  if (!/^[A-Za-z_]\w{0,127}$/.test(name)) throw new Error(`no name of a metric: ${name}`)
}

/** k6's tags are texts. */
export function requireTags(tags = {}) {
  for (const [name, value] of Object.entries(tags)) {
    if (typeof value !== 'string') throw new TypeError(`tag ${name} is no text: ${String(value)}`)
  }
  state.tags.push(tags)
}
