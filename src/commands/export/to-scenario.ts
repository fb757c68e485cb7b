import { secretParameters } from '../../config/secret-parameters.ts'
import type { Context } from '../../context.ts'
import { CliError } from '../../contract/errors.ts'
import { isPublicHeader, requestHeaders } from '../../delivery/endpoint.ts'
import { compileTemplates, type SessionTemplate } from '../../delivery/load/session-template.ts'
import type { Scenario, ScenarioAuth } from '../../scenario/scenario.ts'
import { openFixtures } from '../fixture-flags.ts'
import { loadMix } from '../load/load-mix.ts'
import { scaledPace } from '../pace-flag.ts'
import { renderFor, toExternalCustomerId } from '../sender-flags.ts'
import { toEndpoint } from '../target-flags.ts'
import { toTokenSource, toTokenUrl } from '../token-flags.ts'
import type { ExportFlags } from './export-flags.ts'

/** The scenario that the URL and the flags describe. Throws what `load` would throw for them. */
export async function toScenario(
  url: string | undefined,
  flags: ExportFlags,
  context: Context,
  command: string,
): Promise<Scenario> {
  const endpoint = toEndpoint(url, flags, context, command)
  const { version } = context
  return {
    version,
    url: withoutSecret(endpoint.url),
    origin: endpoint.url.origin,
    timeoutMs: endpoint.timeoutMs,
    verifyCertificate: endpoint.verifyCertificate,
    strict: flags.strict === true,
    headers: publicHeaders(endpoint),
    secretHeaders: secretHeaders(flags),
    auth: toAuth(flags, context),
    externalCustomerId: toExternalCustomerId(flags),
    ratePerSecond: flags.rate,
    durationMs: flags.duration,
    sessions: await toSessions(flags, context),
  }
}

/** Null where the URL may be known to its user only. */
function withoutSecret(url: URL): string | null {
  return secretParameters(url).length === 0 ? url.href : null
}

/** What every request carries, by lower-case names, but for what tells who is calling. */
function publicHeaders(endpoint: Parameters<typeof requestHeaders>[0]): [string, string][] {
  const headers = endpoint.headers.filter(([name]) => isPublicHeader(name))
  return requestHeaders({ ...endpoint, headers }, null).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ])
}

/** Names and variables of the other custom headers. The engines send one header of a name. */
function secretHeaders({ header }: ExportFlags): [string, string][] {
  const names = header.map(([name]) => name.toLowerCase())
  const variables = names.map(
    (name) => `HOOKSTEP_HEADER_${name.replaceAll(/[^a-z\d]/g, '_').toUpperCase()}`,
  )
  const twice = names.find((_, index) => variables.indexOf(variables[index] as string) !== index)
  if (twice !== undefined) {
    throw new CliError('BAD_HEADER', `-H ${JSON.stringify(twice)}: an engine sends it once only`, {
      hint: 'one -H for each name',
    })
  }
  return names
    .map((name, index): [string, string] => [name, variables[index] as string])
    .filter(([name]) => !isPublicHeader(name))
}

/** Where the script has its token from. Id and secret may be left out here: nothing is sent. */
function toAuth(flags: ExportFlags, context: Context): ScenarioAuth {
  const url = toTokenUrl(flags)
  if (url === null) {
    toTokenSource(flags, context)
    return { kind: flags.token === undefined ? 'none' : 'token' }
  }
  if (flags.clientSecret !== undefined) context.secrets.add(flags.clientSecret)
  for (const [, value] of secretParameters(url)) context.secrets.add(value)
  return {
    kind: 'oauth',
    url: withoutSecret(url),
    credentials: flags.oauthCredentials,
    keepTokenOn401: flags.keepTokenOn401 === true,
  }
}

async function toSessions(flags: ExportFlags, context: Context): Promise<SessionTemplate[]> {
  const fixtures = await openFixtures(flags, context)
  return compileTemplates({
    mix: await loadMix(flags.flow, fixtures),
    pace: scaledPace(flags.pace, flags.timeScale),
    externalCustomerId: toExternalCustomerId(flags),
    render: async (status, session) => renderFor(status, session, fixtures, flags),
  })
}
