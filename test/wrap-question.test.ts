import { expect, test } from 'vitest'
import { wrapQuestion, type QuestionTexts } from '../src/wrap-question.ts'

test('the lines of a question, of its choices and of what is wrong are broken between words', async () => {
  const question: QuestionTexts = wrapQuestion(
    {
      message: 'Environment variable that holds the client secret:',
      choices: [
        {
          value: 'a',
          name: 'legacy: once more, as the old site did',
          description: 'one two three',
        },
        { value: 'b', name: 'none' },
      ],
      validate: (text) => text === 'ok' || 'expected the name of a variable',
    },
    30,
  )
  expect(question.message).toBe('Environment variable that\n  holds the client secret:')
  expect(question.choices).toEqual([
    { value: 'a', name: 'legacy: once more, as the\n  old site did', description: 'one two three' },
    { value: 'b', name: 'none' },
  ])
  expect(await question.validate?.('ok')).toBe(true)
  expect(await question.validate?.('x')).toBe('expected the name of a\n  variable')
})

test.each([
  ['Sure?', undefined, 'Sure?'],
  ['Sure?', false, 'Sure?'],
  ['URL?', '12345678', 'URL?'],
  ['URL?', '123456789012', 'URL?\n'],
  ['URL of the endpoint?', '1234', 'URL of the\n  endpoint?'],
  ['URL of the endpoint?', '12345', 'URL of the\n  endpoint?\n'],
])('of %j, the default %j stands where it fits', (message, start, shown) => {
  const question = start === undefined ? { message } : { message, default: start }
  expect(wrapQuestion(question, 18).message).toBe(shown)
})
