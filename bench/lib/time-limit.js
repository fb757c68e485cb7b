/** Ends this process, and through its `exit` listeners what it started, when it takes longer. */
export function endAfter(seconds) {
  const tooLong = setTimeout(() => {
    console.error(`not done within ${seconds} s`)
    process.exit(1)
  }, seconds * 1000)
  tooLong.unref()
}
