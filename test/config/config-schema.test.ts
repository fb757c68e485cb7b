import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { ConfigSchema } from '../../src/config/config-schema.ts'
import { buildProgram } from '../../src/program.ts'
import { createTestContext } from '../helpers/test-context.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const FILE = 'schemas/hookstep.config.schema.json'

interface JsonSchema {
  readonly properties: Readonly<Record<string, { readonly description?: string }>>
}

const schema = JSON.parse(
  readFileSync(new URL(`../../${FILE}`, import.meta.url), 'utf8'),
) as JsonSchema

test('the JSON Schema that ships is the one of the source', () => {
  const out = execFileSync(process.execPath, ['scripts/config-schema.js', '--check'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  expect(out).toBe(`${FILE} is up to date\n`)
})

test('every key is described, for editors to show', () => {
  expect(Object.keys(schema.properties)).toEqual(Object.keys(ConfigSchema.entries))
  for (const [key, { description }] of Object.entries(schema.properties)) {
    expect(`${key}: ${description}`).toMatch(/: .+\.$/)
  }
})

test('an editor refuses what hookstep refuses', () => {
  const validate = new Ajv({ strict: false }).compile(schema)
  expect(validate({ $schema: 'x', url: 'http://x', profiles: { p: { pace: 'realistic' } } })).toBe(
    true,
  )
  for (const wrong of [{ uri: 'x' }, { port: '1' }, { profiles: { p: { profiles: {} } } }, []]) {
    expect(validate(wrong)).toBe(false)
  }
})

test('every flag that a description names is a flag of a command', () => {
  const program = buildProgram(createTestContext().context, () => {})
  const flags = program.commands.flatMap((command) => [
    ...command.options.map(({ long }) => long),
    ...command.commands.flatMap((each) => each.options.map(({ long }) => long)),
  ])
  for (const [key, { description = '' }] of Object.entries(schema.properties)) {
    for (const [flag] of description.matchAll(/--[a-z\d-]+/g)) {
      expect(key === 'profiles' ? ['--profile'] : flags).toContain(flag)
    }
  }
})
