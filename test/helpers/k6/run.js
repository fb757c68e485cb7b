import { state } from './state.js'

/** Plays one VU of a script so many times and prints what became of it: `node run.js script.js 3`. */
const [script, iterations] = process.argv.slice(2)
Object.assign(globalThis, { __ENV: { ...process.env } })

const { default: iterate, options, setup } = await import(script)
state.isStarted = true
const data = JSON.parse(JSON.stringify((await setup?.()) ?? null))
for (let index = 0; index < Number(iterations); index += 1) {
  state.iteration = index
  await iterate(data)
}
const { passes, fails } = state.checks
// The form in which the scripts here write their thresholds.
const values = { checks: { rate: passes / (passes + fails) }, dropped_iterations: { count: 0 } }
const thresholds = Object.entries(options.thresholds).map(([metric, expressions]) => {
  const isMet = expressions.every((expression) => {
    const [, name, limit] = /^(\w+)==(\d+)$/.exec(expression)
    return values[metric][name] === Number(limit)
  })
  return [metric, isMet]
})
console.log(JSON.stringify({ ...state, options, thresholds: Object.fromEntries(thresholds) }))
