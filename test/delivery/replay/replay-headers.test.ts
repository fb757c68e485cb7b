import { expect, test } from 'vitest'
import { replayHeaders } from '../../../src/delivery/replay/replay-headers.ts'

test('what came goes again: order, case, repeats, and bytes above ASCII', () => {
  const headers = [
    ['X-B', '1'],
    ['content-TYPE', 'application/json; charset=utf-8'],
    ['User-Agent', 'vendor/2'],
    ['x-b', 'caf\u00e9\t!'],
    ['X-Empty', ''],
    ['constructor', 'yes'],
  ] as const
  expect(replayHeaders(headers)).toEqual({ headers, hashed: [], unsendable: [] })
})

test.each([
  'Host',
  'CONTENT-LENGTH',
  'Expect',
  'Transfer-Encoding',
  'Connection',
  'Accept-Encoding',
  'X-Forwarded-For',
  'x-forwarded-proto',
  'X-Forwarded',
  'X-Real-IP',
  'Forwarded',
  'Via',
])('%s belongs to the way that it took, and is left out', (name) => {
  expect(replayHeaders([[name, 'x']])).toEqual({ headers: [], hashed: [], unsendable: [] })
})

test('a header that Connection names is left out', () => {
  expect(
    replayHeaders([
      ['Connection', 'close, X-Hop'],
      ['x-hop', '1'],
    ]).headers,
  ).toEqual([])
})

test('what the journal keeps a hash of is left out, and told by name', () => {
  const { headers, hashed } = replayHeaders([
    ['Authorization', 'sha256:0a1b2c3d'],
    ['X-Digest', 'sha256:0a1b2c3d4e'],
  ])
  expect(hashed).toEqual(['Authorization'])
  expect(headers).toEqual([['X-Digest', 'sha256:0a1b2c3d4e']])
})

test.each([
  ['a line break in the value', ['X-A', '1\r\nX-Evil: 2']],
  ['a NUL in the value', ['X-A', '\0']],
  ['a character beyond Latin-1', ['X-A', '\u0100']],
  ['a space in the name', ['X A', '1']],
  ['an empty name', ['', '1']],
  ['__proto__', ['__PROTO__', '1']],
] as const)('%s cannot be sent, and is told by name', (_, header) => {
  expect(replayHeaders([header])).toEqual({ headers: [], hashed: [], unsendable: [header[0]] })
})
