import type { Context } from '../../context.ts'
import { variablesOf, type Scenario } from '../../scenario/scenario.ts'
import { count } from '../../report/text/units.ts'
import { note } from '../notices.ts'
import { writeExport } from '../write-export.ts'

/** Nothing in it is a secret, and a container that runs it may be another user. */
const PUBLIC_MODE = 0o644

/** Writes one file of a scenario; to standard output as it is, for it is a program. */
export async function writeScenario(
  text: string,
  { out, force = false }: { readonly out: string; readonly force?: boolean },
  context: Context,
): Promise<void> {
  if (out === '-') context.stdout.writeBytes(new TextEncoder().encode(text))
  else await writeExport(one(text), { out, force, mode: PUBLIC_MODE, context })
}

async function* one(text: string): AsyncGenerator<string> {
  yield text
}

/** Tells what was written, what it reads, and what to run next. */
export function tellOfScenario(
  scenario: Scenario,
  { files, run }: { readonly files: readonly string[]; readonly run: string },
  context: Context,
): void {
  const sessions = Math.max(1, Math.round((scenario.ratePerSecond * scenario.durationMs) / 1000))
  const variables = variablesOf(scenario).map(([name]) => name)
  const reads = variables.length === 0 ? '' : `, which reads ${variables.join(', ')}`
  const place = files.length === 0 ? '' : ` written to ${files.join(' and ')}`
  note(context, `a scenario of ${count(sessions, 'session')}${place}${reads}`, run)
}

/** A word of a command line, in quotes where a shell would break it. */
export function shellWord(text: string): string {
  return /^[\w./:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
