import { expect, test } from 'vitest'
import { parseFault, readFault, writeFault } from '../../src/config/parse-fault.ts'
import { parseTimeline } from '../../src/config/parse-timeline.ts'
import { CliError } from '../../src/contract/errors.ts'
import { FAULTS } from '../../src/tunnel/relay/fault-list.ts'

function refusalOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    const { exitCode, code, message, hint } = error
    return `${exitCode === 2 ? '' : exitCode}${code} ${message} → ${hint}`
  }
  throw new Error('it was taken')
}

test.each([
  ['latency', 'latency', {}],
  ['latency=1s', 'latency', { delay: 1000 }],
  [' latency = 200ms , 50 ', 'latency', { delay: 200, jitter: 50 }],
  ['cut-after=0', 'cut-after', { bytes: 0 }],
  ['502=0.5', '502', { share: 0.5 }],
  ['lost-sockets=one', 'lost-sockets', { which: 'one' }],
])('the fault %j is %s with %o', (text, name, values) => {
  expect(parseFault(text, '--fault:', FAULTS)).toEqual({ name, values })
})

test.each(FAULTS.map((fault) => [writeFault(fault), fault] as const))(
  '%s is what the help says, and gives the defaults',
  (text, { name, parameters }) => {
    const defaults = Object.entries(parameters).map(([key, each]) => [key, each.default])
    expect(parseFault(text, '--fault:', FAULTS)).toEqual({
      name,
      values: Object.fromEntries(defaults) as object,
    })
  },
)

test.each([
  ['latancy', 'UNKNOWN_FAULT --fault: there is no fault "latancy" → did you mean latency?'],
  ['', /^UNKNOWN_FAULT .* ""/],
  ['latency=\u001b[2J', /^BAD_FAULT --fault: latency: delay: expected .*found "\\u001b\[2J"/],
  ['latency=fast', /^BAD_FAULT .*a duration of a day at most, found "fast" → latency=200ms,50ms$/],
  ['latency=25h', /^BAD_FAULT .*a duration of a day/],
  ['latency=1,2,3', /^BAD_FAULT --fault: latency: takes no more than delay, jitter/],
  ['register-403=1', /^BAD_FAULT --fault: register-403: takes no value/],
  ['slice=0', /^BAD_FAULT .*size: expected a whole number from 1 to 65536, found "0"/],
  ['503=2', /^BAD_FAULT .*share: expected a number from 0 to 1, found "2"/],
  ['refused=none', /^BAD_FAULT .*port: expected one of both, public, data, found "none"/],
])('the fault %j is refused', (text, message) => {
  expect(refusalOf(() => parseFault(text, '--fault:', FAULTS))).toMatch(message)
})

test('values by name are texts or numbers', () => {
  const read = (given: object) => readFault('latency', { ...given }, '', FAULTS)
  expect(read({ jitter: 5, delay: '2s' }).values).toEqual({ jitter: 5, delay: 2000 })
  expect(refusalOf(() => read({ delay: null }))).toMatch(
    /^BAD_FAULT latency: "delay": expected a text or/,
  )
  expect(refusalOf(() => read({ toString: 5 }))).toMatch(
    /^BAD_FAULT latency: there is no parameter "toString"/,
  )
  expect(refusalOf(() => readFault('foo', {}, '', FAULTS))).toMatch(
    /^UNKNOWN_FAULT there is no fault "foo"/,
  )
})

const parse = (text: string) => parseTimeline(text, '--timeline:', FAULTS)

test('a timeline is its steps, in the order of their moments', () => {
  const text = 'at 20s: latency=200ms;at 5s: down; at 12s:up\nat 1m: clear latency; at 2m: clear;'
  expect(parse(text)).toEqual([
    { atMs: 5000, action: { kind: 'set', fault: { name: 'refused', values: {} } } },
    { atMs: 12_000, action: { kind: 'clear', name: 'refused' } },
    { atMs: 20_000, action: { kind: 'set', fault: { name: 'latency', values: { delay: 200 } } } },
    { atMs: 60_000, action: { kind: 'clear', name: 'latency' } },
    { atMs: 120_000, action: { kind: 'clear', name: null } },
  ])
})

test.each([
  ['', /^BAD_TIMELINE --timeline: the timeline is empty/],
  [' ; ', /^BAD_TIMELINE .*empty/],
  ['5s: down', /^BAD_TIMELINE .*expected "at DURATION: STEP", found "5s: down" → 'at 5s: down/],
  ['at soon: down', /^BAD_TIMELINE .*found "at soon: down"/],
  ['at 5s: ', /^BAD_TIMELINE /],
  ['at 5s: dawn', /^UNKNOWN_FAULT --timeline: there is no fault "dawn"/],
  ['at 5s: clear everything', /^UNKNOWN_FAULT --timeline: there is no fault "everything"/],
  ['at 5s: latency=x', /^BAD_FAULT --timeline: latency: delay/],
])('the timeline %j is refused', (text, message) => {
  expect(refusalOf(() => parse(text))).toMatch(message)
})
