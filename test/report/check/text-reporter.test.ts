import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { CheckedRule } from '../../../src/contract/check-report.ts'
import { RULES } from '../../../src/contract/rules/rule-list.ts'
import type { Rule } from '../../../src/contract/rules/rule.ts'
import { createTextCheckReporter } from '../../../src/report/check/text/text-reporter.ts'
import { makeChecked, makeCheckReport } from '../../helpers/check-report.ts'
import { createTestContext } from '../../helpers/test-context.ts'
import { createVirtualClock } from '../../helpers/virtual-clock.ts'

const RESULTS: readonly CheckedRule[] = [
  makeChecked('ACK-FINISHED', 'pass', 'acknowledged with 204'),
  makeChecked('ACK-EXPIRED', 'fail', '500'),
  makeChecked('AUTH-NONE', 'skipped', 'needs --token or --oauth-url'),
  makeChecked('AUTH-WRONG', 'skipped', 'needs --token or --oauth-url'),
  makeChecked('REF-NULL', 'warn', 'not refused: 204'),
]

const TOOK = { durationMs: 2345 }

interface Look {
  readonly columns?: number
  readonly isVerbose?: boolean
}

function tell(results: readonly CheckedRule[], { columns, isVerbose = false }: Look = {}): string {
  const { context, stdout } = createTestContext(columns === undefined ? {} : { columns })
  const reporter = createTextCheckReporter(context, isVerbose)
  const counting = results.filter(({ finding }) => finding.result === 'fail')
  reporter.onEnd(makeCheckReport(results, TOOK), {
    counting,
    known: [],
    mended: [],
    isCutShort: false,
  })
  return stripVTControlCharacters(stdout.text)
}

test('what is broken comes with its reason and its mend, what holds is counted', () => {
  expect(tell(RESULTS)).toMatchInlineSnapshot(`
    "acknowledges  1 ok, 1 fail
      fail     ACK-EXPIRED  Acknowledges EXPIRED  required
               500
               The vendor sends EXPIRED, and what is rejected comes again up to five times (vendor-facts 2.1, 3).
               try: answer 204 to EXPIRED, whether the app has a use for it or not

    authenticates  2 skipped
      skipped  AUTH-NONE, AUTH-WRONG: needs --token or --oauth-url

    refuses  1 warn
      warn     REF-NULL  Refuses null  recommended
               not refused: 204
               An accepted answer says that the notification was understood, and this cannot have been (vendor-facts 7; ours).
               try: ask whether the body is an object before reading a field of it

    score 50 of 100: 1 ok, 1 warn, 1 fail, 2 skipped in 2.3 s
    not ready: a rule that counts is broken: ACK-EXPIRED
    "
  `)
})

test('--verbose lists what holds', () => {
  expect(tell(RESULTS.slice(0, 1), { isVerbose: true })).toContain(
    '  ok       ACK-FINISHED  Acknowledges ONBOARDING_FINISHED  acknowledged with 204\n',
  )
})

test.each([80, 40])('no line is longer than a terminal of %i columns', (columns) => {
  const lines = tell(RESULTS, { columns, isVerbose: true }).split('\n')
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns)
  expect(lines.join('\n')).toContain('try: ')
})

test('a run that was stopped says after what, and what brings the endpoint back', () => {
  const { context, stdout } = createTestContext()
  const report = makeCheckReport(RESULTS, { stoppedAfter: 'REF-DEEP' })
  createTextCheckReporter(context, false).onEnd(report, {
    counting: [],
    known: [],
    mended: [],
    isCutShort: false,
  })
  expect(stdout.text).toContain(
    'stopped: the endpoint did not come back after REF-DEEP; --restart-command starts it anew, --restart-wait waits longer\n',
  )
})

test('what the baseline knows, and what it need not know any more, is told', () => {
  const { context, stdout } = createTestContext()
  const verdict = { counting: [], known: ['ACK-EXPIRED'], mended: ['REF-NULL'], isCutShort: false }
  createTextCheckReporter(context, false).onEnd(makeCheckReport(RESULTS), verdict)
  expect(stdout.text).toContain('known from the baseline: ACK-EXPIRED\n')
  expect(stdout.text).toContain('no longer broken, take out of the baseline: REF-NULL\n')
  expect(stdout.text).toContain('no rule is broken but those that are known\n')
})

test('a run without a judgement has no score', () => {
  expect(tell(RESULTS.slice(2, 4))).toContain(
    'no score: 0 ok, 0 warn, 0 fail, 2 skipped in 2.3 s\n',
  )
})

test('without a terminal a long run says every ten seconds where it is, and a short one nothing', async () => {
  const clock = createVirtualClock()
  const { context, stderr } = createTestContext({ clock })
  const { onRule } = createTextCheckReporter(context, false)
  for (let number = 1; number <= 6; number += 1) {
    onRule(RULES[number] as Rule, { number, of: 74 })
    await clock.sleep(5000)
  }
  expect(stderr.text.split('\n').map((line) => line.split('  ')[0])).toEqual([
    '3 of 74',
    '5 of 74',
    '',
  ])
})
