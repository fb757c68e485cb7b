import { expect, test } from 'vitest'
import { CliError } from '../../src/contract/errors.ts'

test('a CliError is wrong usage unless it says otherwise', () => {
  expect(new CliError('X', 'm')).toMatchObject({
    code: 'X',
    message: 'm',
    exitCode: 2,
    hint: undefined,
  })
  const cause = new Error('why')
  expect(new CliError('Y', 'm', { exitCode: 3, hint: '--port 0', cause })).toMatchObject({
    exitCode: 3,
    hint: '--port 0',
    cause,
  })
})
