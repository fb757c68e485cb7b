/** Plays a processor for Artillery so many times and prints what it emitted: `node run.cjs processor.cjs 3`. */
const { EventEmitter } = require('node:events')

const [path, sessions] = process.argv.slice(2)
const processor = require(path)
const events = new EventEmitter()
const counters = {}
const histograms = {}
events.on('counter', (name, value) => {
  counters[name] = (counters[name] ?? 0) + value
})
events.on('histogram', (name, value) => {
  histograms[name] = [...(histograms[name] ?? []), value]
})

async function run() {
  // Artillery begins sessions while others go on.
  const context = () => ({ vars: {}, funcs: {} })
  const all = Array.from({ length: Number(sessions) }, () =>
    processor.playSession(context(), events),
  )
  await Promise.all(all)
  console.log(JSON.stringify({ counters, histograms }))
  process.exit(0)
}

void run()
