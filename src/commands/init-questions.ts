import type { Settings } from '../config/config-schema.ts'
import { parseHeader } from '../config/parse-header.ts'
import { parseTarget } from '../config/parse-target.ts'
import { parseTokenUrl } from '../config/parse-token-url.ts'
import type { Choice, Context } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import type { RetryPolicy } from '../contract/retry-schedule.ts'
import type { FixtureLibrary } from '../fixtures/fixture-library.ts'
import { DEFAULT_FLOW } from '../fixtures/shipped.ts'
import { checkedBy, parseNonEmpty, parseVariableName } from './answers.ts'
import { openFixtures } from './fixture-flags.ts'

export type Authentication = 'none' | 'bearer' | 'oauth'

export const AUTHENTICATIONS: readonly Authentication[] = ['none', 'bearer', 'oauth']

/** What the flags of `init` come to; each one answers a question. */
export interface InitFlags {
  readonly url?: string
  readonly flow?: string
  readonly auth?: Authentication
  readonly tokenVariable?: string
  readonly oauthUrl?: string
  readonly clientId?: string
  readonly clientSecretVariable?: string
  readonly header: readonly (readonly [name: string, value: string])[]
  readonly retry?: RetryPolicy
  readonly yes?: boolean
  readonly force?: boolean
}

/** Answers a question whose flag was not given. */
interface Asker {
  input(
    flag: string,
    message: string,
    parse: (text: string) => unknown,
    start?: string,
  ): Promise<string>
  select(message: string, choices: readonly Choice[], start: string): Promise<string>
}

/**
 * The settings that flags and answers describe, each answer checked by the parser of its flag; with
 * `--yes` nobody is asked. Throws what a flag's parser throws, and `MISSING_ANSWER`.
 */
export async function askSettings(flags: InitFlags, context: Context): Promise<Settings> {
  const asker = flags.yes === true ? takeDefaults : askPerson(context)
  const fixtures = await openFixtures({ var: [] }, context)
  const url = flags.url ?? (flags.yes === true ? undefined : await askUrl(asker))
  const flow = await askFlow(flags, fixtures, asker)
  const authentication = await askAuthentication(flags, asker)
  const headers = await askHeaders(flags, context)
  const retry = (flags.retry ?? (await askRetry(asker))) as RetryPolicy
  return {
    ...(url === undefined ? {} : { url }),
    flow,
    ...authentication,
    ...(headers.length === 0 ? {} : { headers: toHeaders(headers) }),
    retry,
  }
}

const takeDefaults: Asker = {
  input: async (flag, _message, _parse, start) => {
    if (start !== undefined) return start
    throw new CliError('MISSING_ANSWER', `--yes: nothing says ${flag}`, { hint: `${flag} …` })
  },
  select: async (_message, _choices, start) => start,
}

function askPerson({ prompt }: Context): Asker {
  return {
    input: async (_flag, message, parse, start) =>
      prompt.input({
        message,
        validate: checkedBy(parse),
        ...(start === undefined ? {} : { default: start }),
      }),
    select: async (message, choices, start) => prompt.select({ message, choices, default: start }),
  }
}

async function askUrl(asker: Asker): Promise<string> {
  const example = 'http://127.0.0.1:3000/webhook'
  return asker.input('--url', 'URL of the endpoint under test:', parseTarget, example)
}

async function askFlow(flags: InitFlags, fixtures: FixtureLibrary, asker: Asker): Promise<string> {
  if (flags.flow !== undefined) return (await fixtures.loadFlow(flags.flow)).name
  const choices = fixtures.flowNames.map(async (value): Promise<Choice> => {
    const { description } = await fixtures.loadFlow(value)
    return { value, name: value, description }
  })
  return asker.select('Flow to send:', await Promise.all(choices), DEFAULT_FLOW)
}

async function askAuthentication(flags: InitFlags, asker: Asker): Promise<Settings> {
  switch (impliedAuthentication(flags) ?? (await askKind(asker))) {
    case 'none':
      return {}
    case 'bearer': {
      const variable = flags.tokenVariable ?? (await askVariable('token', 'HOOKSTEP_TOKEN', asker))
      return { token: `\${${variable}}` }
    }
    case 'oauth':
      return askClientCredentials(flags, asker)
  }
}

/** The kind that the flags say, or that follows from them. Throws `USAGE` for flags of two kinds. */
function impliedAuthentication(flags: InitFlags): Authentication | undefined {
  const { auth, tokenVariable, oauthUrl, clientId, clientSecretVariable } = flags
  const hasOauth = [oauthUrl, clientId, clientSecretVariable].some((each) => each !== undefined)
  const said: [Authentication | undefined, string][] = [
    [auth, `--auth ${auth}`],
    [tokenVariable === undefined ? undefined : 'bearer', '--token-variable'],
    [hasOauth ? 'oauth' : undefined, 'the flags of OAuth'],
  ]
  const [first, second] = said.filter(([kind]) => kind !== undefined)
  if (first !== undefined && second !== undefined && first[0] !== second[0]) {
    throw new CliError('USAGE', `${first[1]} does not go with ${second[1]}`, {
      hint: 'one kind of authentication',
    })
  }
  return first?.[0]
}

async function askKind(asker: Asker): Promise<Authentication> {
  const choices: readonly (Choice & { readonly value: Authentication })[] = [
    { value: 'none', name: 'none' },
    { value: 'bearer', name: 'a bearer token from an environment variable' },
    { value: 'oauth', name: 'OAuth 2.0 client credentials' },
  ]
  return (await asker.select('Authentication:', choices, 'none')) as Authentication
}

async function askClientCredentials(flags: InitFlags, asker: Asker): Promise<Settings> {
  const oauthUrl =
    flags.oauthUrl ??
    (await asker.input('--oauth-url', 'URL of the token endpoint:', (text) =>
      parseTokenUrl(text, false),
    ))
  const clientId = flags.clientId ?? (await asker.input('--client-id', 'Client id:', parseNonEmpty))
  const variable =
    flags.clientSecretVariable ??
    (await askVariable('client-secret', 'HOOKSTEP_CLIENT_SECRET', asker))
  return { oauthUrl, clientId, clientSecret: `\${${variable}}` }
}

async function askVariable(secret: string, start: string, asker: Asker): Promise<string> {
  const message = `Environment variable that holds the ${secret.replace('-', ' ')} (not the secret):`
  return asker.input(`--${secret}-variable`, message, parseVariableName, start)
}

async function askRetry(asker: Asker): Promise<string> {
  const choices: readonly (Choice & { readonly value: RetryPolicy })[] = [
    { value: 'none', name: 'none: send once' },
    { value: 'vendor', name: 'vendor: five times more, over 32 minutes' },
    { value: 'legacy', name: "legacy: once more, as the vendor's old site did" },
  ]
  return asker.select('When a notification is rejected, retry:', choices, 'none')
}

type Header = readonly [name: string, value: string]

async function askHeaders(flags: InitFlags, { prompt }: Context): Promise<readonly Header[]> {
  if (flags.header.length > 0 || flags.yes === true) return flags.header
  const headers: Header[] = []
  for (;;) {
    const text = await prompt.input({
      message: "Custom header, 'Name: value', a secret as ${VARIABLE} (empty: no more):",
      validate: (answer) => answer === '' || checkedBy(parseHeader)(answer),
    })
    if (text === '') return headers
    headers.push(parseHeader(text))
  }
}

/** An object, or a list where a name comes twice. */
function toHeaders(headers: readonly Header[]): Exclude<Settings['headers'], undefined> {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  if (names.size === headers.length) return Object.fromEntries(headers)
  return headers.map(([name, value]) => `${name}: ${value}`)
}
