import { expect, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { CTRL_C, hasScript, open } from '../helpers/pseudo-terminal.ts'
import { postOften } from '../helpers/post-often.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

builtCopy()

test.runIf(hasScript).each(['compact', 'interactive'])(
  'a terminal that is paused for 30 s at 500/s fails no request, with --output %s (L13)',
  async (output) => {
    const state = { XDG_STATE_HOME: makeTempDir() }
    const args = `listen --port 0 --tunnel none --output ${output}`
    const terminal = open(args, makeTempDir(), state)
    const url = await terminal.until(/local +(http:[^\s\u001b]+)/)
    terminal.pause()
    const { statuses, p99Ms } = await postOften(url, 15_000, 500)
    console.log({ output, statuses, p99Ms })
    expect(statuses).toEqual({ 204: 15_000 })
    terminal.resume()
    await terminal.until(output === 'compact' ? /\d+ lines skipped/ : '15000 received')
    terminal.type(CTRL_C)
    await terminal.until('15000 requests received')
    expect((await terminal.done).exitCode).toBe(0)
  },
)
