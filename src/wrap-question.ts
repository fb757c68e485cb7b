import { wrapAnsi } from 'fast-wrap-ansi'
import type { Choice } from './context.ts'

/** What is asked, and what may be said about it. */
export interface QuestionTexts {
  readonly message: string
  readonly choices?: readonly Choice[]
  readonly default?: string | boolean
  readonly validate?: (text: string) => true | string | Promise<true | string>
}

/** What inquirer puts in front of a question, of a choice, and of what is wrong with an answer. */
const MARK_COLUMNS = 2

/** The question with its lines broken between words; inquirer by itself breaks them within. */
export function wrapQuestion<Question extends QuestionTexts>(
  question: Question,
  columns: number,
): Question {
  const { choices, validate } = question
  return {
    ...question,
    message: messageOf(question, columns),
    ...(choices && { choices: choices.map((choice) => wrapChoice(choice, columns)) }),
    ...(validate && {
      validate: async (text: string) => {
        const verdict = await validate(text)
        return verdict === true ? true : hang(verdict, columns)
      },
    }),
  }
}

/** The default follows the message, in brackets: on a line of its own where it does not fit. */
function messageOf({ message, default: start }: QuestionTexts, columns: number): string {
  const text = hang(message, columns)
  const used = text.split('\n').at(-1)?.length ?? 0
  const isFirst = !text.includes('\n')
  const left = columns - used - (isFirst ? MARK_COLUMNS : 0)
  return startLength(start) <= left ? text : `${text}\n`
}

/** ` (text)`, or ` (y/N)` */
function startLength(start: string | boolean | undefined): number {
  if (start === undefined) return 0
  return typeof start === 'string' ? start.length + 3 : ' (y/N)'.length
}

function wrapChoice(choice: Choice, columns: number): Choice {
  const { name, description } = choice
  const wrapped = { ...choice, name: hang(name, columns) }
  if (description === undefined) return wrapped
  return { ...wrapped, description: wrapAnsi(description, columns, { hard: true }) }
}

function hang(text: string, columns: number): string {
  const wrapped = wrapAnsi(text, columns - MARK_COLUMNS, { hard: true })
  return wrapped.replaceAll('\n', `\n${' '.repeat(MARK_COLUMNS)}`)
}
