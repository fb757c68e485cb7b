/** Loaded into `hookstep listen` before it starts: tells its parent, when asked, what is left after a collection. */
process.on('message', () => {
  globalThis.gc()
  globalThis.gc()
  process.send(process.memoryUsage())
})
// The program must end as it does without us.
process.channel.unref()
