import { expect, test } from 'vitest'
import { EXAMPLES, startExample } from '../examples/start-example.ts'
import { messagesOf, runRules, withResult } from './run-rules.ts'

test.each(EXAMPLES)('the example in %s has no flaw', async (name) => {
  const token = 'the-right-token'
  const { url } = await startExample(name, { token })
  const result = await runRules(url, { token })
  const flawed = [...withResult('fail', result), ...withResult('warn', result)]
  const messages = messagesOf(result)
  expect(flawed.map((id) => `${id}: ${messages[id]}`)).toEqual([])
  expect(result.summary.score).toBe(100)
})
