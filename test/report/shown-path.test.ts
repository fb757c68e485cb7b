import { expect, test } from 'vitest'
import { shownPath } from '../../src/report/shown-path.ts'

test.each([
  ['/hook', '/hook'],
  ['/hook?', '/hook?'],
  ['/hook?a=1&b=%20', '/hook?a=1&b=%20'],
  ['/hook?access_token=header.payload.signature', '/hook?access_token=…ture'],
  ['/hook?a=1&Access_Token=short&b', '/hook?a=1&Access_Token=…&b'],
  ['/hook?access%5Ftoken=header.payload.signature', '/hook?access%5Ftoken=…ture'],
  [
    '/hook?x=1?access_token=y&access_token=0123456789ab',
    '/hook?x=1?access_token=y&access_token=…89ab',
  ],
  ['/hook?client_secret=a%20b', '/hook?client_secret=…'],
  ['/hook?access_token', '/hook?access_token=…'],
  ['/hook?=&&=x', '/hook?=&&=x'],
  ['/access_token=abc', '/access_token=abc'],
])('the path %s is shown as %s', (path, shown) => {
  expect(shownPath(path)).toBe(shown)
})
