import { expect, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { CTRL_C, hasScript, open } from '../helpers/pseudo-terminal.ts'
import { postOften } from '../helpers/post-often.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

builtCopy()

const LISTEN = 'listen --port 0 --tunnel none --no-journal'

test.runIf(hasScript)(
  'a paused terminal holds up no answer, and tells afterwards how many lines it missed (L13, short)',
  async () => {
    const terminal = open(`${LISTEN} --output compact`, makeTempDir())
    const url = await terminal.until(/local +(http:\S+)/)
    terminal.pause()
    const { statuses } = await postOften(url, 4000)
    expect(statuses).toEqual({ 204: 4000 })
    terminal.resume()
    await terminal.until(/… \d+ lines skipped while nobody read: the journal has everything/)
    terminal.type(CTRL_C)
    await terminal.until('4000 requests received')
    expect((await terminal.done).exitCode).toBe(0)
  },
)

test.runIf(hasScript)(
  'the live view holds up no answer either, and gives the terminal back',
  async () => {
    const terminal = open(`${LISTEN} --output interactive`, makeTempDir())
    const url = await terminal.until(/local +(http:[^\s\u001b]+)/)
    terminal.pause()
    const { statuses } = await postOften(url, 4000)
    expect(statuses).toEqual({ 204: 4000 })
    terminal.resume()
    await terminal.until('4000 received')
    terminal.type('q')
    const { exitCode, screen, settings } = await terminal.done
    expect(exitCode).toBe(0)
    expect(settings).toMatch(/(?<![-\w])icanon\s/)
    expect(screen.lastIndexOf('\u001b[?1049l')).toBeGreaterThan(screen.lastIndexOf('\u001b[?1049h'))
    expect(screen.lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.lastIndexOf('\u001b[?25l'))
  },
)

test.runIf(hasScript)(
  'Ctrl+C in the live view ends it, exit 0, and restores the terminal',
  async () => {
    const terminal = open(LISTEN, makeTempDir())
    await terminal.until('waiting for the first notification')
    terminal.type(CTRL_C)
    const { exitCode, settings } = await terminal.done
    expect(exitCode).toBe(0)
    expect(settings).toMatch(/(?<![-\w])icanon\s/)
  },
)
