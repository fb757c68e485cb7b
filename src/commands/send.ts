import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { configuredUrl } from '../config/configured-url.ts'
import { parseWholeNumber } from '../config/parse-number.ts'
import type { Context, InputStream } from '../context.ts'
import type { PlannedSession, SessionIdentity } from '../contract/delivery.ts'
import { CliError, type ExitCode } from '../contract/errors.ts'
import { requestHeaders, type Endpoint } from '../delivery/endpoint.ts'
import { identityInBody } from '../delivery/identity-in-body.ts'
import { makeInterviewId } from '../delivery/interview-id.ts'
import { renderCurl } from '../report/curl.ts'
import type { CommandDefinition } from './command.ts'
import { toSendPlanOptions } from './delivery-flags.ts'
import { interruptedExitCode, untilInterrupted } from './exit-codes.ts'
import { openFixtures } from './fixture-flags.ts'
import { warnOfNeverSent, warnOfSecrets } from './notices.ts'
import { sendPlan } from './send-plan.ts'
import {
  addSenderFlags,
  renderFor,
  toExternalCustomerId,
  type SenderFlags,
} from './sender-flags.ts'
import { secretHeaderNames } from '../delivery/endpoint.ts'
import { toEndpoint } from './target-flags.ts'
import { toTokenSource } from './token-flags.ts'

const MOST_REPEATS = 1000

interface SendFlags extends SenderFlags {
  readonly data?: string
  readonly edit?: boolean
  readonly repeat: number
  readonly curl?: boolean
}

/** `hookstep send <status> <url>`: one notification. */
export const send: CommandDefinition = (program, context, finish) => {
  const command = program
    .command('send')
    .usage('<status> <url> [flags]')
    .argument('<status>', 'one of the statuses (hookstep fixtures list)')
    .argument('[url]', 'the endpoint under test')
    .summary('send one notification')
    .description(
      'Sends one notification to a URL and judges the answer. The body is the fixture of the status, ' +
        'or your own, byte for byte, with --data.',
    )
  addOwnFlags(command)
  addSenderFlags(command).action(
    async (status: string, url: string | undefined, flags: SendFlags) => {
      warnOfSecrets(command, context)
      finish(await runSend(status, url ?? configuredUrl(command), flags, context))
    },
  )
}

function addOwnFlags(command: Command): void {
  command
    .option('--data <file>', 'send this file, byte for byte; - reads standard input')
    .option('--edit', 'open $EDITOR on the body first')
    .option(
      '--repeat <times>',
      'send it so many times, the same bytes each time',
      (text) => parseWholeNumber(text, '--repeat', 1, MOST_REPEATS),
      1,
    )
    .option('--curl', 'print the equal curl command and send nothing; secrets become variables')
}

async function runSend(
  status: string,
  url: string | undefined,
  flags: SendFlags,
  context: Context,
): Promise<ExitCode> {
  const endpoint = toEndpoint(url, flags, context, `send ${status}`)
  const tokens = toTokenSource(flags, context)
  const { session, body } = await makeNotification(status, flags, context)
  warnOfNeverSent(status, context)
  if (flags.curl === true) return printCurl(endpoint, body, flags, context)
  const plan = { sessions: [repeat(status, session, body, flags.repeat)], actions: [], seed: null }
  return sendPlan({
    ...toSendPlanOptions(flags, plan, context),
    command: 'send',
    endpoint,
    tokens,
    stopOnFailure: false,
  })
}

interface OneNotification {
  readonly session: SessionIdentity
  readonly body: Uint8Array
}

async function makeNotification(
  status: string,
  flags: SendFlags,
  context: Context,
): Promise<OneNotification> {
  const session = makeIdentity(flags, context)
  const body =
    flags.data === undefined
      ? await renderFor(status, session, await openFixtures(flags, context), flags)
      : await readData(flags.data, context)
  const edited = flags.edit === true ? await edit(body, context) : body
  return { session: identityInBody(edited, session), body: edited }
}

function makeIdentity(flags: SendFlags, { clock, random }: Context): SessionIdentity {
  const externalId = toExternalCustomerId(flags)
  return {
    interviewId: flags.interviewId ?? makeInterviewId(clock.now(), random),
    externalCustomerId: externalId === 'made-up' ? 'Customer#0001' : externalId.value,
    label: 'single',
    flow: 'send',
  }
}

async function readData(file: string, context: Context): Promise<Uint8Array> {
  if (file === '-') return readStandardInput(context)
  return readFile(resolve(context.cwd, file)).catch((cause: unknown) => {
    throw new CliError('DATA_UNREADABLE', `--data: ${(cause as Error).message}`, {
      hint: '--data body.json, or --data - for standard input',
      cause,
    })
  })
}

/** All of standard input. Throws `INTERRUPTED` where Ctrl+C, or another signal to end, comes before its end. */
async function readStandardInput(context: Context): Promise<Uint8Array> {
  const reading = Promise.race([readToEnd(context.stdin), untilInterrupted(context)])
  const bytes = await reading.catch((error: unknown) => {
    if (!context.signal.aborted) throw error
  })
  if (bytes !== undefined) return bytes
  throw new CliError('INTERRUPTED', 'broken off while the body was read', {
    exitCode: interruptedExitCode(context) ?? 130,
  })
}

async function readToEnd(stdin: InputStream): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stdin) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function edit(body: Uint8Array, context: Context): Promise<Uint8Array> {
  if (!context.stdin.isTTY || !context.stdout.isTTY) {
    throw new CliError('NO_TERMINAL', '--edit needs a terminal', { hint: '--data FILE' })
  }
  const text = await context.editText(`${Buffer.from(body).toString()}\n`)
  return Buffer.from(text.replace(/\r?\n$/, ''))
}

function repeat(
  onboardingStatus: string,
  session: SessionIdentity,
  body: Uint8Array,
  times: number,
): PlannedSession {
  const one = { session, onboardingStatus, body, gapMs: 0 }
  return { session, notifications: Array.from({ length: times }, () => ({ ...one })) }
}

function printCurl(
  endpoint: Endpoint,
  body: Uint8Array,
  flags: SendFlags,
  { stdout }: Context,
): ExitCode {
  const hasToken = flags.token !== undefined || flags.oauthUrl !== undefined
  const isReplaced = endpoint.headers.some(([name]) => name.toLowerCase() === 'authorization')
  const request = {
    url: endpoint.url.href,
    headers: requestHeaders(endpoint, hasToken ? 'token' : null),
    secretHeaders: secretHeaderNames(endpoint),
    hasOwnToken: hasToken && !isReplaced,
    body,
  }
  stdout.write(`${renderCurl(request)}\n`)
  return 0
}
