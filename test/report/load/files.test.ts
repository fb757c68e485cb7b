import { expect, test } from 'vitest'
import { createJsonLoadReporter } from '../../../src/report/load/json-reporter.ts'
import { LOAD_REPORT_FORMATS, renderLoadReport } from '../../../src/report/load/report-format.ts'
import { jsonLines } from '../../helpers/run-cli.ts'
import {
  makeEmptyLoad,
  makeLoadOf,
  makeLoadReport,
  makeProgress,
  makeRejectedLoad,
} from '../../helpers/load-report.ts'
import { CANARY, HOSTILE, redactCanary } from '../../helpers/sequence-run.ts'
import { createTestContext } from '../../helpers/test-context.ts'

const identity = (text: string): string => text

test('the JSON document holds what was measured, with the course and the curve', async () => {
  const document = JSON.parse(
    await renderLoadReport('json', makeRejectedLoad(), identity),
  ) as Record<string, unknown>
  expect(document).toMatchObject({
    tool: 'hookstep',
    command: 'load',
    verdict: 'failed',
    interrupted: false,
    attempts: 2000,
    rejected: 15,
    unanswered: 4,
    reasons: { TIMEOUT: 3, WRONG_STATUS: 12 },
    wrongStatuses: { 500: 2, 503: 10 },
    attemptsPerSecond: 500,
    sessionsPerSecond: 250,
    assertions: [
      { text: 'p99<200ms', actual: 18.2, held: true },
      { text: 'rejected<0.1%', actual: 0.75, held: false },
    ],
  })
  expect(document['slices']).toHaveLength(4)
  expect((document['percentiles'] as unknown[])[3]).toEqual({ percentile: 99, ms: 18.2 })
})

test('NDJSON has a progress record for each word of it, and a summary', () => {
  const { context, stdout } = createTestContext()
  const reporter = createJsonLoadReporter(context)
  reporter.onProgress(makeProgress())
  reporter.onEnd(makeLoadReport())
  const [progress, summary, ...rest] = jsonLines(stdout.text)
  expect(progress).toEqual({
    type: 'progress',
    elapsedMs: 12_345,
    warmup: false,
    share: 0.425,
    sessions: { started: 420, finished: 400, inFlight: 20 },
    attempts: 2000,
    rejected: 15,
    reasons: { TIMEOUT: 3, WRONG_STATUS: 12 },
    attemptsPerSecond: 1234.5,
    p50: 1.23,
    p99: 18.2,
  })
  expect(summary).toMatchObject({ type: 'summary', verdict: 'passed', attempts: 2000, rejected: 0 })
  expect(rest).toEqual([])
})

test.each([
  ['passed', makeLoadReport()],
  ['failed', makeLoadReport({ acknowledged: 1999, rejected: 1, reasons: { RESET: 1 } })],
  ['failed', makeEmptyLoad()],
  ['interrupted', makeRejectedLoad({ isInterrupted: true })],
  [
    'passed',
    makeRejectedLoad({ assertions: [{ text: 'rejected<1%', actual: 0.75, isHeld: true }] }),
  ],
] as const)(
  'a run is %s by its thresholds, or without any by its rejections',
  async (word, report) => {
    expect(await renderLoadReport('markdown', report, identity)).toContain(
      `## hookstep load: ${word}\n`,
    )
  },
)

test('Markdown tells the verdict, the thresholds, each status and each reason', async () => {
  expect(await renderLoadReport('markdown', makeRejectedLoad(), identity)).toMatchInlineSnapshot(`
    "## hookstep load: failed

    **1985 of 2000 notifications acknowledged, 0.75 % rejected** in 4 s: 1000 of 1000 sessions done, 250 sessions begun a second, 500 notifications/s, p50 1.2 ms, p99 18.2 ms. POST \`http://127.0.0.1:3000/webhook\`, hookstep \`1.2.3\`

    ### Thresholds

    | threshold | was | result |
    | --- | --- | --- |
    | \`p99\\x3c200ms\` | 18.2 ms | held |
    | \`rejected\\x3c0.1%\` | 0.75 % | **missed** |

    ### Latency by status, in ms

    | status | count | p50 | p90 | p99 | p99.9 | max | rejected |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | \`EXPIRED\` | 1000 | 1.2 | 4.6 | 18.2 | 140 | 1204 | 15 |
    | all | 2000 | 1.2 | 4.6 | 18.2 | 140 | 1204 | 15 |

    ### Rejected

    | reason | times | advice |
    | --- | --- | --- |
    | WRONG_STATUS | 12: 503 × 10, 500 × 2 | what stands before the app cannot reach it; is it up? |
    | TIMEOUT | 3 | answer first, work later; --timeout changes how long we wait |

    Latency counts from when a notification was due. Repeat the run with \`--seed 7\`.
    "
  `)
})

test('hdr is the percentile format of HdrHistogram, in milliseconds', async () => {
  const text = await renderLoadReport('hdr', makeLoadReport(), identity)
  expect(text).toMatchInlineSnapshot(`
    "       Value     Percentile TotalCount 1/(1-Percentile)

           0.300 0.000000000000          1           1.00
           1.230 0.500000000000       1000           2.00
           4.560 0.900000000000       1800          10.00
          18.200 0.990000000000       1980         100.00
         140.000 0.999000000000       1999        1000.00
        1204.000 1.000000000000       2000
    #[Mean    =        3.400]
    #[Max     =     1204.000, Total count    =         2000]
    "
  `)
  const rows = text.split('\n').filter((line) => /^ *\d/.test(line))
  for (const row of rows.slice(0, -1))
    expect(row).toMatch(/^ *\d+\.\d{3} [01]\.\d{12} +\d+ +\d+\.\d\d$/)
  expect(rows.at(-1)).toMatch(/^ *\d+\.\d{3} 1\.0{12} +2000$/)
})

test.each(LOAD_REPORT_FORMATS)(
  'no %s report holds a secret, or a character that acts',
  async (format) => {
    const text = await renderLoadReport(format, makeLoadOf(`${CANARY}${HOSTILE}`), redactCanary)
    expect(text).not.toContain(CANARY)
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  },
)

test.each(LOAD_REPORT_FORMATS)('a run that measured nothing has a %s report', async (format) => {
  const text = await renderLoadReport(format, makeEmptyLoad(), identity)
  expect(text.length).toBeGreaterThan(0)
  expect(text).not.toMatch(/NaN|undefined|Infinity/)
})
