import type { Command } from 'commander'
import { secretParameters } from '../config/secret-parameters.ts'
import type { Context } from '../context.ts'
import type { PlannedSession } from '../contract/delivery.ts'
import type { Flow } from '../contract/flow.ts'
import { judgeSession } from '../contract/judge-session.ts'
import { isStatus, phaseOf } from '../contract/status.ts'
import { renderNotice } from '../report/notice.ts'
import { createStyle } from '../report/style.ts'
import { describeFinding } from '../report/text/describe-finding.ts'

/** Flags whose value is a secret: on the command line, every user of the machine can read it. */
const SECRET_FLAGS = [
  'token',
  'clientSecret',
  'expiredToken',
  'requireToken',
  'requireHeader',
] as const

/** Warns, on standard error, of secrets that stand on the command line (hardening C5). */
export function warnOfSecrets(command: Command, context: Context): void {
  for (const name of SECRET_FLAGS.filter((each) => command.getOptionValueSource(each) === 'cli')) {
    const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    const variable = `HOOKSTEP_${flag.replaceAll('-', '_').toUpperCase()}`
    warnOfSecret(`--${flag}`, variable, context)
  }
  warnOfSecretHeaders(command, 'header', context)
  warnOfSecretHeaders(command, 'forwardHeader', context)
  warnOfSecretUrls(command, context)
}

/** True for a header that carries a secret, by its name. */
export function isSecretHeader(name: string): boolean {
  return /auth|key|token|secret|cookie|passw|signature/i.test(name)
}

function warnOfSecret(what: string, variable: string, context: Context): void {
  const text = `${what} on the command line can be read by others on this machine`
  warn(context, text, `${variable} in the environment`)
}

function warnOfSecretHeaders(
  command: Command,
  option: 'header' | 'forwardHeader',
  context: Context,
): void {
  if (command.getOptionValueSource(option) !== 'cli') return
  const headers = command.getOptionValue(option) as readonly (readonly [string, string])[]
  const variable = option === 'header' ? 'HOOKSTEP_HEADER' : 'HOOKSTEP_FORWARD_HEADER'
  for (const [name] of headers.filter(([each]) => isSecretHeader(each))) {
    warnOfSecret(`the value of -H ${name}`, variable, context)
  }
}

/** A key in a query: of the URL that stands among the arguments, or of the app that is forwarded to. */
function warnOfSecretUrls(command: Command, context: Context): void {
  const warnOf = (url: URL, what: string, variable: string): void => {
    for (const [name] of secretParameters(url)) {
      warnOfSecret(`${name} of ${what}`, variable, context)
    }
  }
  for (const word of command.args.filter((each) => URL.canParse(each))) {
    warnOf(new URL(word), 'the URL', 'HOOKSTEP_URL')
  }
  if (command.getOptionValueSource('forwardTo') === 'cli') {
    warnOf(command.getOptionValue('forwardTo') as URL, '--forward-to', 'HOOKSTEP_FORWARD_TO')
  }
}

/** Warns of a status that the vendor never sends (vendor-facts 2.3); a person asked for it, so it is sent. */
export function warnOfNeverSent(status: string, context: Context): void {
  if (!isStatus(status) || phaseOf(status) !== 'never-sent') return
  warn(context, `the vendor never sends ${status}`, 'hookstep fixtures list has what it sends')
}

/** Warns of sessions whose order the vendor would not send; they are sent all the same. */
export function warnOfIllegalOrder(
  sessions: readonly PlannedSession[],
  flows: readonly Flow[],
  context: Context,
): void {
  for (const { name, abnormal } of flows) {
    if (abnormal !== undefined) warn(context, `flow ${name}: ${abnormal}`)
  }
  for (const { session, notifications } of sessions) {
    for (const finding of judgeSession(notifications.map((each) => each.onboardingStatus))) {
      warn(context, `${session.label}: ${finding.status} ${describeFinding(finding)}`)
    }
  }
}

/** Writes one remark to standard error: nothing is wrong. */
export function note(context: Context, text: string, hint?: string): void {
  context.stderr.write(renderNotice('note', text, hint, createStyle(context.stderr, context.env)))
}

/** Writes one warning to standard error, with what to do about it. */
export function warn(context: Context, text: string, hint?: string): void {
  context.stderr.write(
    renderNotice('warning', text, hint, createStyle(context.stderr, context.env)),
  )
}
