import { setImmediate } from 'node:timers/promises'
import type { Interruption, Prompt } from './context.ts'
import { CliError, SIGNAL_EXIT_CODES } from './contract/errors.ts'
import type { QuestionTexts } from './wrap-question.ts'

/** Every command of the menu, and every flow, without scrolling. */
const PAGE_SIZE = 18

interface Question extends QuestionTexts {
  readonly type: 'select' | 'input' | 'confirm'
  readonly pageSize?: number
  readonly loop?: boolean
}

type Terminal = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'env' | 'once' | 'off'>

/**
 * The prompts of inquirer in the terminal of this process; inquirer is loaded at the first question.
 * Available where standard input and output are terminals, not a dumb one, and `CI` is not set.
 */
export function createNodePrompt(process: Terminal, signal: AbortSignal): Prompt {
  let isSparing = false
  const ask = async (question: Question): Promise<unknown> => {
    const { default: inquirer } = await import('inquirer')
    const { spareGoneTerminal } = await import('./node-hangup.ts')
    const { wrapQuestion } = await import('./wrap-question.ts')
    const { stdin: input, stdout: output } = process
    if (!isSparing) spareGoneTerminal(process)
    isSparing = true
    const prompt = inquirer.createPromptModule({ input, output, signal })
    const wrapped = wrapQuestion(question, output.columns || 80)
    const answering = prompt<{ answer: unknown }>([{ ...wrapped, name: 'answer' }])
    return orEnd(process, answering).then(
      ({ answer }) => answer,
      async (error: unknown) => {
        // Of a terminal that closes, the end of the input may be heard of before the signal.
        await setImmediate()
        throw interruptedPrompt(signal, error)
      },
    )
  }
  return {
    get isAvailable() {
      return isTerminal(process) && !isCi(process.env['CI']) && process.env['TERM'] !== 'dumb'
    },
    select: async ({ choices, ...question }) =>
      ask({
        type: 'select',
        ...question,
        choices: choices.map((choice) => ({ ...choice, short: choice.value })),
        pageSize: PAGE_SIZE,
        loop: false,
      }) as Promise<string>,
    input: async (question) => ask({ type: 'input', ...question }) as Promise<string>,
    confirm: async (question) => ask({ type: 'confirm', ...question }) as Promise<boolean>,
  }
}

/** The error of a prompt that was broken off by a signal, Ctrl+C first of all, or by the end of the input. */
export function interruptedPrompt(signal: AbortSignal, cause?: unknown): CliError {
  const { interruptedBy = 'SIGINT' } = (signal.reason ?? {}) as Partial<Interruption>
  const exitCode = SIGNAL_EXIT_CODES[interruptedBy]
  return new CliError('INTERRUPTED', 'broken off at a question', { exitCode, cause })
}

/**
 * Inquirer never settles when its input ends (Ctrl+D, a closed terminal): Node would then run out of
 * work and end with exit code 13.
 */
async function orEnd<Answer>(process: Terminal, answering: Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(new Error('the input ended'))
    process.once('beforeExit', end)
    void answering.then(resolve, reject).finally(() => process.off('beforeExit', end))
  })
}

function isTerminal({ stdin, stdout }: Terminal): boolean {
  // Node leaves it undefined where there is no terminal.
  const [hasInput, hasOutput] = [stdin.isTTY as boolean | undefined, stdout.isTTY]
  return hasInput === true && hasOutput
}

function isCi(ci: string | undefined): boolean {
  return ci !== undefined && !['', '0', 'false'].includes(ci)
}
