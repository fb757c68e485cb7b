/** What a script for another engine is made of. Nothing in it is a secret: those are named by their variables. */
export interface Scenario {
  /** hookstep's own version. */
  readonly version: string
  /** Null where it holds a secret: the script reads `HOOKSTEP_URL`. */
  readonly url: string | null
  /** The endpoint without path and query. */
  readonly origin: string
  readonly timeoutMs: number
  readonly verifyCertificate: boolean
  /** Rejects a 200 whose body is not JSON or says success: false. */
  readonly strict: boolean
  /** Lower-case names and values. */
  readonly headers: readonly Header[]
  /** Lower-case names, and the variables that hold their values. */
  readonly secretHeaders: readonly Header[]
  readonly auth: ScenarioAuth
  readonly externalCustomerId: { readonly value: string | null } | 'made-up'
  readonly ratePerSecond: number
  readonly durationMs: number
  readonly sessions: readonly ScenarioSession[]
}

type Header = readonly [name: string, value: string]

/** Where the bearer token comes from. */
export type ScenarioAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'token' }
  | {
      readonly kind: 'oauth'
      /** Null where it holds a secret: the script reads `HOOKSTEP_OAUTH_URL`. */
      readonly url: string | null
      /** How id and secret are encoded. */
      readonly credentials: 'rfc6749' | 'plain'
      readonly keepTokenOn401: boolean
    }

/** A session, rendered but for its ids. */
export interface ScenarioSession {
  readonly flow: string
  readonly label: string
  /** How often it comes against the others. */
  readonly weight: number
  readonly notifications: readonly ScenarioNotification[]
}

export interface ScenarioNotification {
  readonly onboardingStatus: string
  /** Wait after the one before it, in milliseconds. */
  readonly gapMs: number
  /** What stands between the ids: one more than there are ids. */
  readonly texts: readonly string[]
  readonly ids: readonly string[]
}

/** The environment variables that the script reads, with what each is for. */
export function variablesOf({ url, secretHeaders, auth }: Scenario): Header[] {
  return [
    ...(url === null ? [['HOOKSTEP_URL', 'the endpoint'] as const] : []),
    ...secretHeaders.map(([name, variable]) => [variable, `the value of ${name}`] as const),
    ...authVariables(auth),
  ]
}

function authVariables(auth: ScenarioAuth): Header[] {
  if (auth.kind === 'none') return []
  if (auth.kind === 'token') return [['HOOKSTEP_TOKEN', 'the bearer token']]
  return [
    ...(auth.url === null ? [['HOOKSTEP_OAUTH_URL', 'the token endpoint'] as const] : []),
    ['HOOKSTEP_CLIENT_ID', 'the client id'],
    ['HOOKSTEP_CLIENT_SECRET', 'its secret'],
  ]
}
