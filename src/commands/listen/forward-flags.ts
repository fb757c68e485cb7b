import { Option, type Command } from 'commander'
import { parseDurationMs } from '../../config/parse-duration.ts'
import { parseHeader } from '../../config/parse-header.ts'
import { parseTarget } from '../../config/parse-target.ts'
import { secretParameters } from '../../config/secret-parameters.ts'
import type { Context } from '../../context.ts'
import { CliError } from '../../contract/errors.ts'
import type { HeaderPair } from '../../contract/received.ts'
import { createPoolExchange } from '../../exchange/pool-exchange.ts'
import {
  createForwarder,
  DEFAULT_BOUNDS,
  type ForwardOptions,
} from '../../receiver/forward/forwarder.ts'
import { repeatable } from '../command.ts'

export interface ForwardFlags {
  readonly forwardTo?: URL
  readonly forwardTimeout: number
  readonly ackFirst?: boolean
  readonly forwardHeader: readonly HeaderPair[]
  readonly insecure?: boolean
}

/** The flags that mean nothing without `--forward-to`. */
const NEEDS_TARGET = ['ackFirst', 'insecure', 'forwardTimeout', 'forwardHeader'] as const
/** The flags that `--forward-to` takes the meaning from: the app answers. */
const RIVALS = ['respond', 'respondBody', 'respondType', 'respondDelay'] as const

/** Adds the flags that pass notifications on to the user's app. */
export function addForwardFlags(command: Command): Command {
  return command
    .option(
      '-f, --forward-to <url>',
      'pass each notification on to this app, byte for byte, and give its answer back; 3000 means http://127.0.0.1:3000/, and 3000/webhook a path there',
      parseApp,
    )
    .addOption(
      new Option('--forward-timeout <duration>', 'answer 504 when the app takes longer')
        .argParser((text) => parseDurationMs(text, '--forward-timeout'))
        .default(30_000, '30s'),
    )
    .option('--ack-first', 'answer 204 at once, and pass the notification on afterwards')
    .addOption(
      repeatable(
        '-H, --forward-header <header>',
        "add a header to what is passed on, 'Name: value'; repeatable",
        parseHeader,
      ),
    )
    .option('--insecure', 'accept a certificate of the app that cannot be verified')
}

/** Where notifications go on to; null without `--forward-to`. Throws `USAGE` for flags that do not go together. */
export async function toForwardOptions(
  flags: ForwardFlags,
  command: Command,
  context: Context,
): Promise<ForwardOptions | null> {
  requireSense(flags, command)
  if (flags.forwardTo === undefined) return null
  const secrets = [...flags.forwardHeader, ...secretParameters(flags.forwardTo)]
  for (const [, value] of secrets) context.secrets.add(value)
  const forwarder = createForwarder({
    target: flags.forwardTo,
    headers: flags.forwardHeader,
    timeoutMs: flags.forwardTimeout,
    verifyCertificate: flags.insecure !== true,
    transport: await createPoolExchange({
      connections: DEFAULT_BOUNDS.underWay,
      connectTimeoutMs: flags.forwardTimeout,
    }),
  })
  return { forwarder, isAckFirst: flags.ackFirst === true }
}

/** Throws `FORWARD_LOOP` where the app is the receiver itself: every notification would go round for ever. */
export function requireOtherPort({ forwardTo }: ForwardFlags, port: number): void {
  if (forwardTo === undefined || portOf(forwardTo) !== port || !isLoopback(forwardTo)) return
  throw new CliError('FORWARD_LOOP', `--forward-to ${forwardTo.href} is this receiver itself`, {
    hint: '--forward-to with the port of your app, or --port with another one',
  })
}

function requireSense(flags: ForwardFlags, command: Command): void {
  const given = (names: readonly string[]): string | undefined =>
    names.find((name) => command.getOptionValueSource(name) === 'cli')
  const [names, problem] =
    flags.forwardTo === undefined
      ? ([NEEDS_TARGET, 'needs --forward-to'] as const)
      : ([RIVALS, 'and --forward-to exclude each other: the app answers'] as const)
  const name = given(names)
  if (name === undefined) return
  const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  throw new CliError('USAGE', `${flag} ${problem}`, {
    hint:
      flags.forwardTo === undefined
        ? '--forward-to http://127.0.0.1:3000/webhook'
        : 'leave one of them out',
  })
}

/** `3000`, `3000/webhook` and `localhost:3000/webhook` mean this machine. */
function parseApp(text: string): URL {
  const [, port, rest] = /^(\d{1,5})([/?].*)?$/.exec(text) ?? []
  const url = /^[\w.-]+:\d+([/?]|$)/.test(text) ? `http://${text}` : text
  return parseTarget(
    port === undefined ? url : `http://127.0.0.1:${port}${rest ?? '/'}`,
    '--forward-to',
  )
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname.startsWith('127.') || hostname === '[::1]'
}
