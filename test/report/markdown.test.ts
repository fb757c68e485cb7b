import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inlineCode } from '../../src/report/markdown/inline-code.ts'
import { renderMarkdown } from '../../src/report/markdown/render-markdown.ts'
import {
  answer,
  CANARY,
  failure,
  HOSTILE,
  makeDelivery,
  makeEventfulRun,
  makeNotification,
  makeRun,
  makeRunOf,
  OTHER_SESSION,
  redactCanary,
} from '../helpers/sequence-run.ts'

const identity = (text: string): string => text
const MIB = 1024 * 1024

test('a summary of a run with everything in it', () => {
  const deliveries = [
    makeDelivery(makeNotification('ID_VALIDATION_FINISHED'), [answer(204)]),
    makeDelivery(makeNotification('EXPIRED', OTHER_SESSION), [
      answer(500),
      failure('TIMEOUT', 'no answer within 15000 ms'),
    ]),
  ]
  const { notSent, disorder } = makeEventfulRun()
  const run = makeRun({ deliveries, notSent, disorder, seed: 42 })
  expect(renderMarkdown(run, identity)).toMatchInlineSnapshot(`
    "## hookstep \`send-sequence\`: failed

    **1 of 4 notifications acknowledged, 1 rejected (TIMEOUT 1), 2 not sent** in 1.2 s. POST \`http://127.0.0.1:3000/webhook\`, hookstep \`1.2.3\`

    ### Sessions

    | session | interviewId | sent | acknowledged | rejected | slowest |
    | --- | --- | --- | --- | --- | --- |
    | \`happy path\` | \`0123456789abcdef01234567\` | 1 | 1 | 0 | 10 ms |
    | \`expired\` | \`fedcba9876543210fedcba98\` | 1 | 0 | 1 | 10 ms |

    ### Rejected

    | status | session | reason | attempts | what happened | advice |
    | --- | --- | --- | --- | --- | --- |
    | \`EXPIRED\` | \`expired\` | TIMEOUT | 2: 500, TIMEOUT | \`no answer within 15000 ms\` | answer first, work later; --timeout changes how long we wait |

    ### Disorder, done on purpose

    | status | interviewId | action |
    | --- | --- | --- |
    | \`ID_VALIDATION_FINISHED\` | \`0123456789abcdef01234567\` | duplicated from place 1, again at place 4 |
    | \`FACE_VALIDATION_FINISHED\` | \`0123456789abcdef01234567\` | moved from place 2, to place 3 |
    | \`GOVERNMENT_VALIDATION_FINISHED\` | \`0123456789abcdef01234567\` | dropped, was at place 5 |

    ### Not sent

    | status | session |
    | --- | --- |
    | \`ONBOARDING_FINISHED\` | \`happy path\` |
    | \`REJECTED\` | \`expired\` |

    Seed: 42. Repeat it with \`--seed 42\`.
    "
  `)
})

test('a summary of a run in which all went well has totals only', () => {
  expect(renderMarkdown(makeRun(), identity)).toMatchInlineSnapshot(`
    "## hookstep \`send-sequence\`: passed

    **1 of 1 notification acknowledged** in 1.2 s. POST \`http://127.0.0.1:3000/webhook\`, hookstep \`1.2.3\`

    ### Sessions

    | session | interviewId | sent | acknowledged | rejected | slowest |
    | --- | --- | --- | --- | --- | --- |
    | \`happy path\` | \`0123456789abcdef01234567\` | 1 | 1 | 0 | 10 ms |
    "
  `)
})

test.each([
  ['passed', makeRun()],
  ['failed', makeRun({ notSent: [makeNotification('EXPIRED')] })],
  ['failed', makeRun({ deliveries: [makeDelivery(makeNotification('EXPIRED'), [answer(500)])] })],
  ['interrupted', makeRun({ isInterrupted: true })],
  ['nothing sent', makeRun({ deliveries: [] })],
])('the heading says %s', (word, run) => {
  expect(renderMarkdown(run, identity)).toMatch(new RegExp(`^## hookstep .*: ${word}\n`))
})

test.each([
  ['a|b', '`a\\x7cb`'],
  ['a\\|b', '`a\\\\x7cb`'],
  ['`a``', '`\\x60a\\x60\\x60`'],
  ['<b>', '`\\x3cb\\x3e`'],
  ['a\r\nb', '`a\\x0d\\x0ab`'],
  ['@octocat #1 https://evil.example', '`@octocat #1 https://evil.example`'],
  ['', '-'],
  ['x'.repeat(150), `\`${'x'.repeat(119)}…\``],
])('%j is the cell %s', (text, cell) => {
  expect(inlineCode(text)).toBe(cell)
})

test('no text from outside stands outside a code span', () => {
  const hostile = `${HOSTILE}\n# heading\n| cell |`
  const markdown = renderMarkdown(makeRunOf(hostile), identity)
  const outside = markdown.replaceAll(/`[^`\n]*`/g, '')
  expect(outside).not.toMatch(/[@[\]<>\u0000-\u0009]|evil|script|# heading|cell/)
})

test('any strings leave the tables as wide as their heads', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const markdown = renderMarkdown(makeRunOf(text), identity)
      const widths = markdown
        .split('\n\n')
        .filter((block) => block.startsWith('|'))
        .map(
          (table) =>
            new Set(
              table
                .trimEnd()
                .split('\n')
                .map((row) => row.split('|').length),
            ),
        )
      expect(widths.map(({ size }) => size)).toEqual([1, 1, 1, 1])
    }),
  )
})

test('no canary is in a summary', () => {
  const run = makeEventfulRun()
  expect(renderMarkdown(run, identity)).toContain(CANARY)
  expect(renderMarkdown(run, redactCanary)).not.toContain(CANARY)
})

test('at most ten attempts of a delivery are listed', () => {
  const outcomes = Array.from({ length: 12 }, (_, index) => answer(500 + index))
  const run = makeRun({ deliveries: [makeDelivery(makeNotification('EXPIRED'), outcomes)] })
  expect(renderMarkdown(run, identity)).toContain('| 12: 502, 503, 504,')
})

test('at most 200 rejected deliveries are listed, and the others are counted', () => {
  const delivery = makeDelivery(makeNotification('EXPIRED'), [answer(500)])
  const markdown = renderMarkdown(makeRun({ deliveries: Array(212).fill(delivery) }), identity)
  expect(markdown.match(/^\| `EXPIRED`/gm)).toHaveLength(200)
  expect(markdown).toContain('\n\nand 12 more\n')
})

test('a summary of a thousand hostile sessions fits into 1 MiB', () => {
  const runs = Array.from({ length: 1000 }, (_, index) => makeRunOf(`${index}${'漢'.repeat(500)}`))
  const run = makeRun({
    deliveries: runs.flatMap(({ deliveries }) => deliveries),
    notSent: runs.flatMap(({ notSent }) => notSent),
    disorder: runs.flatMap(({ disorder }) => disorder),
  })
  expect(Buffer.byteLength(renderMarkdown(run, identity))).toBeLessThan(MIB)
})
