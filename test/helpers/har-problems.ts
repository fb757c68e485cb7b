import { createRequire } from 'node:module'
import { Ajv, type AnySchemaObject } from 'ajv'

const require = createRequire(import.meta.url)

/** The formats that the schema names, by the letter of RFC 3986 and RFC 3339. */
const FORMATS = {
  uri: /^[a-z][a-z0-9+.-]*:[\w.~:/?#[\]@!$&'()*+,;=%-]+$/i,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  ipv4: /^[\d.]+$/,
  ipv6: /^[\da-f:.]+$/i,
}

/**
 * What is wrong with a HAR 1.2, by har-schema (draft-06). `min`, `optional` and `unique`, which the
 * schema means as keywords and JSON Schema does not know, are not tested.
 */
export function harProblems(har: unknown): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, formats: FORMATS })
  ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json') as AnySchemaObject)
  const schemas = require('har-schema') as Record<string, AnySchemaObject>
  for (const schema of Object.values(schemas)) ajv.addSchema(schema)
  const validate = ajv.getSchema('har.json#')
  if (validate === undefined) throw new Error('har-schema has no har.json')
  void validate(har)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
