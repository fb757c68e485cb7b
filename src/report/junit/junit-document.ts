import junitReportBuilder, { type Builder } from 'junit-report-builder'
import { harmless } from '../harmless.ts'
import type { Redact } from '../redact-header.ts'
import { xmlText } from './xml-text.ts'

/** The package is CommonJS whose types promise an ES module: what comes in is the builder itself. */
const shared = junitReportBuilder as unknown as Builder

/** JUnit XML that validates against the common XSD (Jenkins, junit-10), of the suites that `fill` adds. */
export function buildJunit(fill: (builder: Builder) => void): string {
  const builder = shared.newBuilder().name('hookstep')
  fill(builder)
  return withoutRootSkipped(builder.build())
}

/** The library counts `skipped` on the root as well, where the schema knows no such attribute. */
function withoutRootSkipped(xml: string): string {
  return `${xml.replace(/(<testsuites [^>]*?) skipped="\d+"/, '$1')}\n`
}

/** Makes a text from outside fit for XML and for a screen, without the secrets that `redact` knows. */
export function junitText(redact: Redact): Redact {
  return (text) => xmlText(harmless(redact(text)))
}

/** As the schema wants it: three decimals at most, no exponent. */
export function seconds(ms: number): number {
  return Number((ms / 1000).toFixed(3))
}

/** As the schema wants it: no fraction, no zone. */
export function timestamp(date: Date): string {
  return date.toISOString().slice(0, 19)
}
