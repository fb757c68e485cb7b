import type { OutputStream, Prompt } from '../../src/context.ts'
import { interruptedPrompt } from '../../src/node-prompt.ts'

/** A text, true or false, or `^C`. An answer that is refused is followed by the next one. */
export type Answer = string | boolean

/**
 * A prompt that a script answers. Every question, and what is said of a refused answer, is written to
 * `screen`, as a person would see it. Fails when a question is left without an answer.
 */
export function scriptPrompt(
  answers: readonly Answer[] | undefined,
  screen: OutputStream,
  signal: AbortSignal,
): Prompt {
  const left = [...(answers ?? [])]
  const next = (message: string): Answer => {
    signal.throwIfAborted()
    const answer = left.shift()
    if (answer === undefined) throw new Error(`the script has no answer to: ${message}`)
    screen.write(`? ${message} ${answer}\n`)
    if (answer === '^C') throw interruptedPrompt(signal)
    return answer
  }
  return {
    isAvailable: answers !== undefined,
    select: async ({ message, choices, default: start }) => {
      if (start !== undefined && !choices.some(({ value }) => value === start)) {
        throw new Error(`${message}: ${start} is not a choice`)
      }
      const answer = next(message)
      const chosen = choices.find(({ value }) => value === (answer === '' ? start : answer))
      if (chosen === undefined) throw new Error(`${message}: ${String(answer)} is not a choice`)
      return chosen.value
    },
    input: async ({ message, default: start = '', validate = () => true }) => {
      for (;;) {
        const answer = next(message)
        const text = answer === '' ? start : String(answer)
        const verdict = await validate(text)
        if (verdict === true) return text
        screen.write(`> ${verdict}\n`)
      }
    },
    confirm: async ({ message }) => next(message) === true,
  }
}
