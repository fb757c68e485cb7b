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
  makeStatusLoad,
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
  expect(text).toMatchInlineSnapshot(`
    "status                              count  p50  p90   p99  p99.9   max  rejected
    POST_PROCESSING_FINISHED_SECOND_ID   1000  1.2  4.6  18.2    140  1204         0
    ONBOARDING_FINISHED                  1000  1.2  4.6  18.2    140  1204         0
    all                                  2000  1.2  4.6  18.2    140  1204         0
    times in ms

    2000 of 2000 notifications acknowledged
    1000 of 1000 sessions done in 4 s: 250 sessions/s, 500 notifications/s
    50 sessions at a time; connections were kept alive; latency counts from when a
    notification was sent; --seed 7
    "
  `)
})

test('at 40 columns the figures stand below their status', () => {
  const text = tellEnd(makeRejectedLoad(), 40)
  expect(widest(text)).toBeLessThanOrEqual(40)
  expect(text).toMatchInlineSnapshot(`
    "EXPIRED
      1000 sent, 15 rejected
      p50 1.2  p90 4.6  p99 18.2 ms
      p99.9 140  max 1204 ms
    all
      2000 sent, 15 rejected
      p50 1.2  p90 4.6  p99 18.2 ms
      p99.9 140  max 1204 ms

    1985 of 2000 notifications acknowledged,
    15 rejected (0.75 %): WRONG_STATUS 12,
    TIMEOUT 3
      WRONG_STATUS 12: 503 × 10, 500 × 2
      try: what stands before the app cannot
      reach it; is it up?
      TIMEOUT 3
      try: answer first, work later;
      --timeout changes how long we wait
    1000 of 1000 sessions done in 4 s: 250
    sessions/s, 500 notifications/s
    250 sessions begun a second; connections
    were kept alive; latency counts from
    when a notification was due; --seed 7
    4 notifications had no answer yet
    warm-up, not counted: 100 sessions, 200
    notifications, 1 rejected
    sessions began late by p99 0.4 ms, at
    most 2.5 ms
    held    p99<200ms  was 18.2 ms
    missed  rejected<0.1%  was 0.75 %
    "
  `)
})

test('rejections come with their advice, thresholds with what was measured, in the order in which they weigh', () => {
  expect(tellEnd(makeRejectedLoad())).toMatchInlineSnapshot(`
    "status   count  p50  p90   p99  p99.9   max  rejected
    EXPIRED   1000  1.2  4.6  18.2    140  1204        15
    all       2000  1.2  4.6  18.2    140  1204        15
    times in ms

    1985 of 2000 notifications acknowledged, 15 rejected (0.75 %): WRONG_STATUS 12, TIMEOUT 3
      WRONG_STATUS 12: 503 × 10, 500 × 2
        try: what stands before the app cannot reach it; is it up?
      TIMEOUT 3
        try: answer first, work later; --timeout changes how long we wait
    1000 of 1000 sessions done in 4 s: 250 sessions/s, 500 notifications/s
    250 sessions begun a second; connections were kept alive; latency counts from when a notification was due; --seed 7
    4 notifications had no answer yet
    warm-up, not counted: 100 sessions, 200 notifications, 1 rejected
    sessions began late by p99 0.4 ms, at most 2.5 ms
    held    p99<200ms  was 18.2 ms
    missed  rejected<0.1%  was 0.75 %
    "
  `)
})

test('a run that measured nothing has no table', () => {
  expect(tellEnd(makeEmptyLoad({ isInterrupted: true }))).toMatchInlineSnapshot(`
    "interrupted: this is what was measured until then
    nothing was measured
    0 of 0 sessions done in 0 ms: 0 sessions/s, 0 notifications/s
    50 sessions at a time; connections were kept alive; latency counts from when a notification was sent; --seed 7
    "
  `)
})

test('statuses stand in the order of the vendor, others after them', () => {
  const names = ['OWN', 'EXPIRED', 'ID_VALIDATION_FINISHED']
  const text = tellEnd(makeLoadReport({ byStatus: names.map((name) => makeStatusLoad(name)) }))
  const order = names.toSorted((a, b) => text.indexOf(`\n${a} `) - text.indexOf(`\n${b} `))
  expect(order).toEqual(['ID_VALIDATION_FINISHED', 'EXPIRED', 'OWN'])
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
  expect(tellStart({})).toMatchInlineSnapshot(`
    "POST http://127.0.0.1:3000/webhook: 1000 sessions, 50 at a time, flow full, connections are kept alive
    "
  `)
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
  ).toMatchInlineSnapshot(`
    "POST http://127.0.0.1:3000/webhook: sessions for 60 s, 1 session begun a second, manual-approved=7 abandoned-expired=1, ramp 5 s, warm-up 10 s, which does not count, connections are kept alive
    a remote host is somebody's: 1 session begun a second, unless --rate or --concurrency says otherwise
    "
  `)
})

test('the live line has as much as fits into it', () => {
  expect([200, 120, 80, 40].map((columns) => live(columns))).toMatchInlineSnapshot(`
    [
      "████░░░░░░ 42 %  420 sessions started, 400 done, 20 in flight  1235/s  p50 1.2 ms  p99 18.2 ms  15 rejected: WRONG_STATUS 12, TIMEOUT 3",
      "████░░░░░░ 42 % 420 started 400 done 20 now 1235/s p50 1.2 p99 18.2 ms WRONG_STATUS 12, TIMEOUT 3",
      "42 % 420 started 400 done 20 now 1235/s p50 1.2 p99 18.2 ms WRONG_STATUS 12 +3",
      "42 % 400 done 1235/s p99 18.2 ms 15 rej",
    ]
  `)
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
  expect(lines[0]).toMatchInlineSnapshot(
    `"10 s: 420 sessions started, 400 done, 20 in flight; 1235 notifications/s; p50 1.2 ms, p99 18.2 ms; 15 rejected (WRONG_STATUS 12, TIMEOUT 3)"`,
  )
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

test('the HTTP statuses that do not count are told, the most frequent ones by name, with its advice', () => {
  const wrongStatuses = { 400: 1, 401: 2, 404: 50, 418: 4, 500: 20, 502: 6, 503: 100 }
  const text = tellEnd(makeRejectedLoad({ reasons: { WRONG_STATUS: 183 }, wrongStatuses }))
  expect(text).toContain(
    '  WRONG_STATUS 183: 503 × 100, 404 × 50, 500 × 20, 502 × 6, 418 × 4, 2 others × 3\n' +
      '    try: what stands before the app cannot reach it; is it up?\n',
  )
  const unknown = tellEnd(makeRejectedLoad({ reasons: { WRONG_STATUS: 1 }, wrongStatuses: {} }))
  expect(unknown).toContain('  WRONG_STATUS 1\n    try: only 204, or 200')
})

test('a connection that was kept and ended is no sure sign of a crash', () => {
  const text = tellEnd(makeLoadReport({ acknowledged: 1999, rejected: 1, reasons: { RESET: 1 } }))
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    'it crashed, or keeps idle ones for less than a second',
  )
})
