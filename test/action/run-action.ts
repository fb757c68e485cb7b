import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { makeTempDir } from '../helpers/temp-dir.ts'

interface ActionStep {
  readonly name: string
  readonly shell: string
  readonly run: string
  readonly env: Readonly<Record<string, string>>
  readonly 'working-directory': string
}

interface Action {
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly default?: string; required?: boolean }>
  >
  readonly runs: { readonly using: string; readonly steps: readonly ActionStep[] }
}

/** The text of `action.yml`, and what it says. */
export const actionText = readFileSync('action.yml', 'utf8')
export const action = parse(actionText) as Action

/** What came of a run of the action. */
export interface ActionRun {
  readonly exitCode: number | null
  readonly output: string
  /** What the job shows as its summary. */
  readonly summary: string
  /** The arguments that npx got; null where it was not called. */
  readonly npx: readonly string[] | null
  /** The working folder. */
  readonly dir: string
}

export interface ActionRunOptions {
  /** The `hookstep.js` that npx finds. */
  readonly hookstep: string
  readonly env?: NodeJS.ProcessEnv
}

/** Runs the steps of the action as GitHub's runner does: each in bash, with its inputs in the environment. */
export async function runAction(
  inputs: Readonly<Record<string, string>>,
  { hookstep, env = {} }: ActionRunOptions,
): Promise<ActionRun> {
  const dir = makeTempDir()
  const summaryFile = join(dir, '.summary.md')
  const npxFile = join(dir, '.npx.json')
  writeFileSync(summaryFile, '')
  const runner = {
    ...process.env,
    PATH: [stubNpx(dir), process.env['PATH']].join(delimiter),
    GITHUB_STEP_SUMMARY: summaryFile,
    STUB_HOOKSTEP: hookstep,
    STUB_NPX_FILE: npxFile,
    ...env,
  }
  let [exitCode, output]: [number | null, string] = [0, '']
  for (const step of action.runs.steps) {
    if (exitCode !== 0) break
    const ran = await runStep(step, inputs, dir, runner)
    exitCode = ran.exitCode
    output += ran.output
  }
  const npx = existsSync(npxFile) ? (JSON.parse(readFileSync(npxFile, 'utf8')) as string[]) : null
  return { exitCode, output, summary: readFileSync(summaryFile, 'utf8'), npx, dir }
}

async function runStep(
  step: ActionStep,
  inputs: Readonly<Record<string, string>>,
  dir: string,
  runner: NodeJS.ProcessEnv,
): Promise<{ exitCode: number | null; output: string }> {
  const script = join(dir, '.step.sh')
  writeFileSync(script, step.run)
  const own = Object.entries(step.env).map(([name, text]) => [name, evaluate(text, inputs)])
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
    cwd: resolve(dir, evaluate(step['working-directory'], inputs)),
    env: { ...runner, ...(Object.fromEntries(own) as Record<string, string>) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { exitCode, output }
}

/** `${{ inputs.a || inputs.b }}`, the one form of expression that the action uses. */
function evaluate(text: string, inputs: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    const values = expression.split('||').map((part) => inputOf(part.trim(), inputs))
    return values.find((value) => value !== '') ?? ''
  })
}

function inputOf(reference: string, inputs: Readonly<Record<string, string>>): string {
  const [, name = ''] = /^inputs\.([\w-]+)$/.exec(reference) ?? []
  const declared = action.inputs[name]
  if (declared === undefined) throw new Error(`there is no such input: ${reference}`)
  return inputs[name] ?? declared.default ?? ''
}

/** A folder with an npx that keeps its arguments and starts our own hookstep: this version is in no registry yet. */
function stubNpx(dir: string): string {
  const folder = join(dir, '.bin')
  mkdirSync(folder)
  const program = `#!${process.execPath}
const { spawnSync } = require('node:child_process')
const args = process.argv.slice(2)
require('node:fs').writeFileSync(process.env.STUB_NPX_FILE, JSON.stringify(args))
const { status } = spawnSync(process.execPath, [process.env.STUB_HOOKSTEP, ...args.slice(2)], { stdio: 'inherit' })
process.exitCode = status
`
  writeFileSync(join(folder, 'npx'), program)
  chmodSync(join(folder, 'npx'), 0o755)
  return folder
}
