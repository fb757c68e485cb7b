/** A vitest reporter that ends the run with one plain line: `534 passed, 0 failed`. */
export default class ClosingLine {
  onTestRunEnd(testModules) {
    const tests = testModules.flatMap((testModule) => [...testModule.children.allTests()])
    const count = (state) => tests.filter((each) => each.result().state === state).length
    const broken = testModules.filter(
      (testModule) => testModule.state() === 'failed' && count('failed') === 0,
    )
    const skipped = count('skipped')
    const tail = skipped > 0 ? `, ${skipped} skipped` : ''
    console.log(`\n${count('passed')} passed, ${count('failed') + broken.length} failed${tail}`)
  }
}
