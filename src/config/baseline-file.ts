import { resolve } from 'node:path'
import * as v from 'valibot'
import writeFileAtomic from 'write-file-atomic'
import type { Baseline } from '../contract/baseline.ts'
import { CliError } from '../contract/errors.ts'
import { RULES } from '../contract/rules/rule-list.ts'
import { closestName } from './closest-name.ts'
import { describeValue, pointerTo } from './config-error.ts'
import { parseJsonText } from './parse-json-text.ts'
import { readTextFile, type TextFileErrors } from './text-file.ts'

const IDS = RULES.map(({ id }) => id)

const BaselineSchema = v.strictObject(
  {
    version: v.literal(1, 'expected 1, the one version that this hookstep knows'),
    url: v.exactOptional(v.string('expected a string')),
    failures: v.array(v.string('expected the id of a rule'), 'expected a list of ids of rules'),
  },
  ({ expected }) => KEY_PROBLEMS[expected ?? ''] ?? 'this key is missing',
)

/** What valibot expects where the value is no object, and where a key is one too many. */
const KEY_PROBLEMS: Readonly<Record<string, string>> = {
  Object: 'expected an object',
  never: 'this key is not known; the keys are version, url and failures',
}

/**
 * Reads a file of known failures: `{ "version": 1, "failures": ["ACK-EXPIRED"] }`. Throws `BASELINE_MISSING`,
 * `BASELINE_UNREADABLE`, and `BASELINE_INVALID`, which names the key, or the rule that does not exist.
 */
export async function readBaseline(cwd: string, given: string): Promise<Baseline> {
  const path = resolve(cwd, given)
  const { text } = await readTextFile(path, baselineFileErrors(path))
  const value = parseJsonText(text, (problem) => invalid(path, '', problem))
  // valibot takes a list for an object.
  if (Array.isArray(value)) throw invalid(path, '', 'expected an object, found a list')
  const result = v.safeParse(BaselineSchema, value)
  if (!result.success) throw shapeError(path, result.issues[0])
  result.output.failures.forEach((id, index) => requireRule(id, path, index))
  return result.output
}

/** Writes a file of known failures, whole or not at all. Throws `BASELINE_NOT_WRITTEN`, exit code 3. */
export async function writeBaseline(cwd: string, given: string, baseline: Baseline): Promise<void> {
  const path = resolve(cwd, given)
  const text = `${JSON.stringify(baseline, null, 2)}\n`
  await writeFileAtomic(path, text).catch((cause: unknown) => {
    throw new CliError('BASELINE_NOT_WRITTEN', `${path}: ${(cause as Error).message}`, {
      exitCode: 3,
      hint: '--write-baseline with a file in a folder that can be written to',
      cause,
    })
  })
}

function baselineFileErrors(path: string): TextFileErrors {
  return {
    missing: (cause) =>
      new CliError('BASELINE_MISSING', `there is no baseline ${path}`, {
        hint: '--write-baseline makes one of the failures of a run',
        cause,
      }),
    unreadable: (detail, cause) =>
      new CliError('BASELINE_UNREADABLE', `${path}: ${detail}`, { cause }),
    invalid: (problem, options) => invalid(path, '', problem, options),
  }
}

function shapeError(path: string, issue: v.BaseIssue<unknown>): CliError {
  const keys = (issue.path ?? []).map(({ key }) => key as string | number)
  const place = keys.length === 0 ? '' : pointerTo('', ...keys)
  const isValue = issue.message.startsWith('expected')
  const found = isValue ? `, found ${describeValue(place, issue.input)}` : ''
  return invalid(path, place, `${issue.message}${found}`)
}

function requireRule(id: string, path: string, index: number): void {
  if (IDS.includes(id)) return
  const near = closestName(id, IDS)
  throw invalid(path, `/failures/${index}`, `there is no rule ${JSON.stringify(id.slice(0, 40))}`, {
    hint: near === undefined ? 'hookstep check --list' : `did you mean ${near}?`,
  })
}

function invalid(
  path: string,
  place: string,
  problem: string,
  options: { hint?: string; cause?: unknown } = {},
): CliError {
  const where = place === '' ? path : `${path}: ${place}`
  return new CliError('BASELINE_INVALID', `${where}: ${problem}`, options)
}
