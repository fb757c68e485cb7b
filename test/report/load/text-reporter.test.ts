import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { LoadReport } from '../../../src/contract/load-report.ts'
import type { LoadStart } from '../../../src/report/load/load-events.ts'
import { renderLive } from '../../../src/report/load/text/progress-text.ts'
import { createTextLoadReporter } from '../../../src/report/load/text/text-reporter.ts'
import { createStyle } from '../../../src/report/style.ts'
import {
  makeEmptyLoad,
  makeLoadOf,
  makeLoadReport,
  makeProgress,
  makeRejectedLoad,
} from '../../helpers/load-report.ts'
import { HOSTILE } from '../../helpers/sequence-run.ts'
import { createTestContext, MemoryStream } from '../../helpers/test-context.ts'

const START: LoadStart = {
  url: new URL('http://127.0.0.1:3000/webhook'),
  model: { kind: 'closed', concurrency: 50 },
  end: { sessions: 1000, durationMs: null },
  flows: [{ name: 'full', weight: 1 }],
  rampMs: 0,
  warmupMs: 0,
  seed: 7,
  isSlowed: false,
}

function tellEnd(report: LoadReport, columns?: number): string {
  const { context, stdout } = createTestContext(columns === undefined ? {} : { columns })
  createTextLoadReporter(context).onEnd(report)
  return stripVTControlCharacters(stdout.text)
}

function tellStart(changes: Partial<LoadStart>, columns?: number): string {
  const { context, stderr } = createTestContext(columns === undefined ? {} : { columns })
  createTextLoadReporter(context).onStart({ ...START, ...changes })
  return stripVTControlCharacters(stderr.text)
}

function live(columns: number, changes: Parameters<typeof makeProgress>[0] = {}): string {
  return renderLive(makeProgress(changes), createStyle(new MemoryStream(columns), {}))
}

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length))

test('the table at 80 columns has every figure of every status', () => {
  const text = tellEnd(makeLoadReport(), 80)
  expect(widest(text)).toBeLessThanOrEqual(80)
  expect(text).toMatchInlineSnapshot()
})

test('at 40 columns the figures stand below their status', () => {
  const text = tellEnd(makeRejectedLoad(), 40)
  expect(widest(text)).toBeLessThanOrEqual(40)
  expect(text).toMatchInlineSnapshot()
})

test('rejections come with their advice, thresholds with what was measured, in the order in which they weigh', () => {
  expect(tellEnd(makeRejectedLoad())).toMatchInlineSnapshot()
})

test('a run that measured nothing has no table', () => {
  expect(tellEnd(makeEmptyLoad({ isInterrupted: true }))).toMatchInlineSnapshot()
})

test('large figures still fit into 80 columns', () => {
  const latency = {
    count: 9_999_999,
    mean: 1,
    p50: 30_000,
    p90: 30_000,
    p99: 30_000,
    p999: 30_000,
    max: 30_000,
  }
  const onboardingStatus = 'POST_PROCESSING_FINISHED_SECOND_ID'
  const report = makeLoadReport({ byStatus: [{ onboardingStatus, latency, rejected: 9_999_999 }] })
  expect(widest(tellEnd(report, 80))).toBeLessThanOrEqual(80)
})

test('the start tells what is about to be sent', () => {
  expect(tellStart({})).toMatchInlineSnapshot()
  expect(
    tellStart({
      model: { kind: 'open', ratePerSecond: 1 },
      end: { sessions: null, durationMs: 60_000 },
      flows: [
        { name: 'manual-approved', weight: 7 },
        { name: 'abandoned-expired', weight: 1 },
      ],
      rampMs: 5000,
      warmupMs: 10_000,
      isSlowed: true,
    }),
  ).toMatchInlineSnapshot()
})

test('the live line has as much as fits into it', () => {
  expect([200, 120, 80, 40].map((columns) => live(columns))).toMatchInlineSnapshot()
  for (const columns of [20, 40, 79, 80, 120]) {
    const { context, stderr } = createTestContext({ columns })
    createTextLoadReporter(context).onProgress(makeProgress())
    const drawn = stripVTControlCharacters(stderr.text.replaceAll('\r', ''))
    expect(drawn.length).toBeLessThan(columns)
  }
})

test('the bar is whole at the end only, and a warm-up says so', () => {
  expect(live(120, { share: 0.999 })).toContain('99 %')
  expect(live(120, { share: 1.2 })).toContain('██████████ 100 %')
  expect(live(120, { isWarmingUp: true })).toContain('warm-up')
})

test('in a terminal the line is drawn over itself, and gone at the end', () => {
  const { context, stderr } = createTestContext({ columns: 80 })
  const reporter = createTextLoadReporter(context)
  reporter.onProgress(makeProgress())
  reporter.onProgress(makeProgress({ share: 0.5 }))
  reporter.onEnd(makeLoadReport())
  expect(stderr.text.split('\r\u001b[K').length - 1).toBe(3)
  expect(stderr.text).not.toContain('\n')
  expect(stderr.text.endsWith('\r\u001b[K')).toBe(true)
})

test('in a pipe there is a plain line every ten seconds, and no control character', () => {
  const { context, stderr } = createTestContext()
  const reporter = createTextLoadReporter(context)
  for (let second = 1; second <= 31; second += 1) {
    reporter.onProgress(makeProgress({ elapsedMs: second * 1000 + 3 }))
  }
  const lines = stderr.text.trimEnd().split('\n')
  expect(lines.map((line) => line.split(':')[0])).toEqual(['10 s', '20 s', '30 s'])
  expect(lines[0]).toMatchInlineSnapshot()
  // oxlint-disable-next-line no-control-regex
  expect(stderr.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
})

test.each([80, 40])('hostile text is harmless at %i columns', (columns) => {
  const text = tellEnd(makeLoadOf(HOSTILE), columns)
  // oxlint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  expect(text).toContain('\\x00')
  expect(widest(text)).toBeLessThanOrEqual(columns)
})
