import { requireTags, state } from './state.js'

export function check(value, checks, tags) {
  requireTags(tags)
  const results = Object.values(checks).map((each) => Boolean(each(value)))
  for (const isPassed of results) state.checks[isPassed ? 'passes' : 'fails'] += 1
  return results.every(Boolean)
}

/** Blocks the VU, as k6's does. */
export function sleep(seconds) {
  state.sleeps.push(seconds)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000)
}
