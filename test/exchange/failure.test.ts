import { expect, test } from 'vitest'
import { toFailure } from '../../src/exchange/failure.ts'

test.each([
  ['ECONNREFUSED', false, 'CONNECTION_REFUSED'],
  ['ECONNRESET', false, 'RESET'],
  ['ECONNRESET', true, 'PROTOCOL'],
  ['EPIPE', false, 'RESET'],
  ['ENOTFOUND', false, 'DNS'],
  ['EAI_AGAIN', false, 'DNS'],
  ['ETIMEDOUT', true, 'TIMEOUT'],
  ['EHOSTUNREACH', false, 'UNREACHABLE'],
  ['EPROTO', false, 'TLS'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', false, 'TLS'],
  ['CERT_HAS_EXPIRED', false, 'TLS'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', false, 'TLS'],
  ['UND_ERR_SOCKET', false, 'RESET'],
  ['UND_ERR_SOCKET', true, 'PROTOCOL'],
  ['UND_ERR_CONNECT_TIMEOUT', false, 'TIMEOUT'],
  ['UND_ERR_DESTROYED', true, 'INTERRUPTED'],
  ['HPE_INVALID_CONSTANT', false, 'PROTOCOL'],
])('%s (answer begun: %s) is %s', (code, hasBegun, expected) => {
  expect(toFailure({ code, message: 'm' }, hasBegun)).toEqual({
    code: expected,
    detail: `${code}: m`,
  })
})

test('an error without a code breaks the protocol, and its words are kept', () => {
  expect(toFailure({ message: 'odd' }, false)).toEqual({ code: 'PROTOCOL', detail: 'odd' })
  expect(toFailure({ code: 'EPIPE', message: 'write EPIPE' }, false).detail).toBe('write EPIPE')
})
