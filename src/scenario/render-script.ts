import { variablesOf, type Scenario, type ScenarioSession } from './scenario.ts'
import session from './scripts/session.js?raw'

/** A script of an engine: its template, with the scenario and what all engines share in their places. */
export function renderScript(
  template: string,
  scenario: Scenario,
  ownSettings: Readonly<Record<string, unknown>> = {},
): string {
  const settings = renderSettings(scenario, ownSettings)
  return template
    .replace('// {{scenario}}', () => settings)
    .replace('// {{session}}', () => session.trimEnd())
}

/** Lines of a comment on top: what this is, what it reads, and what hookstep's own `load` does beyond it. */
export function describeScenario(scenario: Scenario, run: string): string[] {
  const variables = variablesOf(scenario)
  const width = Math.max(...variables.map(([name]) => name.length))
  return [
    `Written by hookstep ${scenario.version}: the sessions that hookstep load sends, for another engine.`,
    // A name of a file may hold what would end the comment.
    `Run it only against an endpoint that is yours: ${run.replaceAll(/[\p{C}\p{Z}]/gu, ' ')}`,
    ...(variables.length === 0
      ? []
      : ['It reads from the environment, and holds no secret itself:']),
    ...variables.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`),
    'Not here, and only in hookstep load: --retry, --duplicate, --ramp, --warmup, --seed, --assert; a limit of',
    '1 MiB for the body of an answer; the answers that a tunnel gives in the place of the endpoint.',
  ]
}

/** JSON that is JavaScript and YAML as well, on one line: what either takes for a line break or refuses is escaped. */
export function quoted(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function renderSettings(scenario: Scenario, own: Readonly<Record<string, unknown>>): string {
  const { url, timeoutMs, verifyCertificate, strict, auth, externalCustomerId } = scenario
  const { kind, ...oauth } = auth
  const settings = {
    ...{ url, timeoutMs, verifyCertificate, strict, ...own },
    variables: variablesOf(scenario).map(([name]) => name),
    headers: scenario.headers,
    secretHeaders: scenario.secretHeaders,
    oauth: kind === 'oauth' ? oauth : null,
    externalCustomerId:
      externalCustomerId === 'made-up'
        ? { prefix: 'Customer#', all: null }
        : { prefix: null, all: externalCustomerId.value },
  }
  const lines = Object.entries(settings).map(([key, value]) => `  ${key}: ${quoted(value)},`)
  const sessions = scenario.sessions.map(renderSession)
  return `const SCENARIO = {\n${lines.join('\n')}\n  sessions: [\n${sessions.join('')}  ],\n}`
}

/** One line for each notification. */
function renderSession({ notifications, ...rest }: ScenarioSession): string {
  const lines = notifications.map((each) => `        ${quoted(each)},\n`)
  const head = quoted(rest).slice(1, -1)
  return `    {\n      ${head},\n      "notifications": [\n${lines.join('')}      ],\n    },\n`
}
