import { readFileSync } from 'node:fs'
import { validateXML } from 'xmllint-wasm'

const SCHEMA = readFileSync(new URL('../schemas/junit-10.xsd', import.meta.url), 'utf8')

/** What xmllint says against the common JUnit XSD about any number of documents. */
export async function junitProblems(...documents: string[]): Promise<string[]> {
  const xml = documents.map((contents, index) => ({ fileName: `${index}.xml`, contents }))
  const { errors } = await validateXML({ xml, schema: [SCHEMA] })
  return errors.map(({ message }) => message)
}

/** The test case of this name, as XML, without its end. */
export function junitCase(xml: string, name: string): string {
  const start = xml.indexOf(`<testcase name="${name}"`)
  if (start === -1) throw new Error(`there is no test case ${name}`)
  const rest = xml.slice(start)
  const isEmpty = /^<testcase [^>]*\/>/.test(rest)
  return rest.slice(0, rest.indexOf(isEmpty ? '/>' : '</testcase>'))
}
