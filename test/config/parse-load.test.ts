import { expect, test } from 'vitest'
import { parseAssertions } from '../../src/config/parse-assertions.ts'
import { parseMix } from '../../src/config/parse-mix.ts'

test('a list of thresholds is read, each in the unit of its metric', () => {
  const text = 'p99<200ms, p99.9 <= 1.5s,max<800,rejected<0.1%,rate>=500/s,rate>20'
  expect(parseAssertions(text, '--assert')).toEqual([
    { text: 'p99<200ms', metric: 'p99', operator: '<', threshold: 200 },
    { text: 'p99.9 <= 1.5s', metric: 'p99.9', operator: '<=', threshold: 1500 },
    { text: 'max<800', metric: 'max', operator: '<', threshold: 800 },
    { text: 'rejected<0.1%', metric: 'rejected', operator: '<', threshold: 0.1 },
    { text: 'rate>=500/s', metric: 'rate', operator: '>=', threshold: 500 },
    { text: 'rate>20', metric: 'rate', operator: '>', threshold: 20 },
  ])
})

test.each([
  ['', '--assert: expected METRIC<LIMIT, found ""', "--assert 'p99<200ms,rejected<0.1%'"],
  ['p99<200ms,', '--assert: expected METRIC<LIMIT, found ""', "--assert 'p99<200ms,rejected<0.1%'"],
  ['p99=200', '--assert: expected METRIC<LIMIT, found "p99=200"', null],
  ['p99<>200', '--assert: expected METRIC<LIMIT, found "p99<>200"', null],
  ['p99<', '--assert: expected METRIC<LIMIT, found "p99<"', null],
  [
    'rejectd<1%',
    '--assert: there is no metric "rejectd"',
    'did you mean rejected? There are p50, p90, p95, p99, p99.9, max, mean, rejected, rate',
  ],
  [
    'throughput>1',
    '--assert: there is no metric "throughput"',
    'p50, p90, p95, p99, p99.9, max, mean, rejected, rate',
  ],
  ['p99<fast', '--assert: p99: expected a duration, found "fast"', "--assert 'p99<200ms'"],
  ['p99<1%', '--assert: p99: expected a duration, found "1%"', "--assert 'p99<200ms'"],
  [
    'rejected<1',
    '--assert: rejected: expected a percentage from 0% to 100%, found "1"',
    "--assert 'rejected<0.1%'",
  ],
  [
    'rejected<=101%',
    '--assert: rejected: expected a percentage from 0% to 100%, found "101%"',
    "--assert 'rejected<=0.1%'",
  ],
  [
    'rate>5ms',
    '--assert: rate: expected a number in a second, found "5ms"',
    "--assert 'rate>500/s'",
  ],
])('the threshold %j is refused, with the mend', (text, message, hint) => {
  const expected = { code: 'BAD_ASSERTION', message, ...(hint === null ? {} : { hint }) }
  expect(() => parseAssertions(text, '--assert')).toThrow(expect.objectContaining(expected))
})

test('a mix is read with its weights; a name alone has 1', () => {
  expect(parseMix('manual-approved=7, expired = 0.5,id', '--flow')).toEqual([
    { name: 'manual-approved', weight: 7 },
    { name: 'expired', weight: 0.5 },
    { name: 'id', weight: 1 },
  ])
})

test.each([
  ['', '--flow: expected FLOW or FLOW=WEIGHT, found ""'],
  ['a=', '--flow: expected FLOW or FLOW=WEIGHT, found "a="'],
  ['a=-1', '--flow: expected FLOW or FLOW=WEIGHT, found "a=-1"'],
  ['a=1e9', '--flow: expected FLOW or FLOW=WEIGHT, found "a=1e9"'],
  ['a=1=2', '--flow: expected FLOW or FLOW=WEIGHT, found "a=1=2"'],
  ['a b', '--flow: expected FLOW or FLOW=WEIGHT, found "a b"'],
  ['a=1,a=2', '--flow: "a" comes twice'],
  ['a=0,b=0', '--flow: every weight is 0'],
])('the mix %j is refused, with the mend', (text, message) => {
  const hint = '--flow manual-approved=7,abandoned-expired=1'
  expect(() => parseMix(text, '--flow')).toThrow(
    expect.objectContaining({ code: 'BAD_MIX', message, hint }),
  )
})
