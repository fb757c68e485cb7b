import { describeScenario, quoted, renderScript } from './render-script.ts'
import type { Scenario } from './scenario.ts'
import template from './scripts/artillery.js?raw'

/** The two files that Artillery needs. */
export interface ArtilleryFiles {
  /** YAML: when sessions arrive, and what the run must hold. */
  readonly script: string
  /** CommonJS: what a session is. */
  readonly processor: string
}

/** A script for Artillery that plays the scenario. `run` is how it is started, `processorName` the name of the second file. */
export function renderArtillery(
  scenario: Scenario,
  { run, processorName }: { readonly run: string; readonly processorName: string },
): ArtilleryFiles {
  const lines = describeScenario(scenario, run)
  return {
    script: lines.map((line) => `# ${line}\n`).join('') + renderYaml(scenario, processorName),
    processor: lines.map((line) => `// ${line}\n`).join('') + renderScript(template, scenario),
  }
}

function renderYaml(scenario: Scenario, processorName: string): string {
  return `config:
  # What is sent, and where to, is in the processor.
  target: ${quoted(scenario.origin)}
  processor: ${quoted(`./${processorName}`)}
  phases:
    - name: "sessions"
      # Each worker of Fargate or Lambda begins as many.
${renderArrivals(scenario)}
  plugins:
    ensure: {}
  ensure:
    conditions:
      - expression: "hookstep.rejected == 0"
scenarios:
  - name: "session"
    flow:
      - function: "playSession"
`
}

/** Artillery takes whole numbers in a second only; of others the count of the whole phase. */
function renderArrivals({ ratePerSecond, durationMs }: Scenario): string {
  const duration = durationMs % 1000 === 0 ? durationMs / 1000 : quoted(`${durationMs}ms`)
  const arrivals = Number.isInteger(ratePerSecond)
    ? `arrivalRate: ${ratePerSecond}`
    : `arrivalCount: ${Math.max(1, Math.round((ratePerSecond * durationMs) / 1000))}`
  return `      duration: ${duration}\n      ${arrivals}`
}
