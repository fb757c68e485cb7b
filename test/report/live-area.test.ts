import { expect, test, vi } from 'vitest'
import { createStyle } from '../../src/report/style.ts'
import { createLiveArea } from '../../src/report/text/live-area.ts'
import { MemoryStream } from '../helpers/test-context.ts'

function start() {
  vi.useFakeTimers()
  const stream = new MemoryStream(40)
  let nowMs = 0
  const clock = { now: () => new Date(), monotonicMs: () => nowMs, sleep: async () => {} }
  const live = createLiveArea(stream, clock, createStyle(stream, { NO_COLOR: '1' }))
  const pass = (ms: number): void => {
    nowMs += ms
    vi.advanceTimersByTime(ms)
  }
  /** What a terminal would show: each erasure takes back what stands below the cursor. */
  const screen = (): string[] => {
    const lines: string[] = []
    for (const part of stream.text.split(/(?=\r\u001b\[\d+A\u001b\[0J)/)) {
      const [, up = '0', text = ''] = /^(?:\r\u001b\[(\d+)A\u001b\[0J)?([^]*)$/.exec(part) ?? []
      lines.length -= Number(up)
      lines.push(...text.split('\n').slice(0, -1))
    }
    return lines
  }
  return { live, pass, screen, stream }
}

test('sessions that wait have a line each, counting down below the output', () => {
  const { live, pass, screen } = start()
  const [a, b, c] = [{}, {}, {}]
  live.print('first\n')
  live.add(a, { group: 'one', text: 'attempt 2 of A', delayMs: 30_000 })
  live.add(b, { group: 'two', text: 'attempt 2 of B', delayMs: 75_000 })
  live.add(c, { group: 'one', text: 'attempt 3 of C', delayMs: 10_000 })
  live.print('second\n')
  expect(screen()).toEqual([
    'first',
    'second',
    'one (+1) waiting 10 s: attempt 3 of C',
    'two waiting 75 s: attempt 2 of B',
  ])
  pass(3000)
  expect(screen().slice(2)).toEqual([
    'one (+1) waiting 7 s: attempt 3 of C',
    'two waiting 72 s: attempt 2 of B',
  ])
  live.remove(c)
  live.remove({})
  expect(screen().slice(2)).toEqual([
    'one waiting 27 s: attempt 2 of A',
    'two waiting 72 s: attempt 2 of B',
  ])
  live.close()
  expect(screen()).toEqual(['first', 'second'])
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

test('a line is cut to the width of the window, as it is at that moment', () => {
  const { live, screen, stream } = start()
  Object.assign(stream, { columns: 24 })
  live.add({}, { group: 'one', text: 'attempt 2 of SOMETHING_LONG', delayMs: 1000 })
  expect(screen()).toEqual(['one waiting 1 s: attem…'])
  live.close()
  vi.useRealTimers()
})
