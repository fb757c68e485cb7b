import { CliError } from '../contract/errors.ts'

/** Stands for every path. */
export const ANY_PATH = '*'

/** The path of a webhook, as it stands in a request line, or `ANY_PATH`. Throws `BAD_PATH`. */
export function parsePath(text: string): string {
  if (text === ANY_PATH) return text
  // What a URL would write otherwise never comes as it is typed.
  const isPath = text.startsWith('/') && URL.canParse(text, 'http://x')
  if (isPath && new URL(text, 'http://x').pathname === text) return text
  throw new CliError('BAD_PATH', `--path: ${JSON.stringify(text.slice(0, 200))} is not a path`, {
    hint: "--path /webhook, or --path '*' for any",
  })
}
