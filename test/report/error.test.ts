import { expect, test } from 'vitest'
import { CliError } from '../../src/contract/errors.ts'
import { renderError } from '../../src/report/error.ts'
import { createStyle } from '../../src/report/style.ts'
import { MemoryStream } from '../helpers/test-context.ts'

const ERROR = new CliError('PORT_IN_USE', 'port 4242 is in use by somebody else on this machine', {
  exitCode: 3,
  hint: '--port 0 takes a free one, and tells which one it has taken',
})

function rendered(columns: number, stack?: string): string {
  return renderError(ERROR, createStyle(new MemoryStream(columns), { NO_COLOR: '1' }), stack)
}

test('an error and its hint are wrapped to a narrow terminal, the hint indented on every line', () => {
  expect(rendered(40)).toBe(
    [
      'error[PORT_IN_USE]: port 4242 is in use',
      'by somebody else on this machine',
      '  try: --port 0 takes a free one, and',
      '  tells which one it has taken',
      '',
    ].join('\n'),
  )
})

test('through a pipe each stays one line, and so does each line of a stack', () => {
  const trace = `    at somewhere (file:///${'long/'.repeat(20)}path.js:1:2)`
  expect(renderError(ERROR, createStyle(new MemoryStream(), {}), trace).split('\n')).toHaveLength(4)
  expect(rendered(40, trace)).toContain(trace)
})
