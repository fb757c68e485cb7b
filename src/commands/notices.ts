import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { PlannedSession } from '../contract/delivery.ts'
import type { Flow } from '../contract/flow.ts'
import { judgeSession } from '../contract/judge-session.ts'
import { renderNotice } from '../report/notice.ts'
import { createStyle } from '../report/style.ts'
import { describeFinding } from '../report/text/describe-finding.ts'

/** Flags whose value is a secret: on the command line, every user of the machine can read it. */
const SECRET_FLAGS = ['token', 'clientSecret', 'requireToken', 'requireHeader'] as const

/** Warns, on standard error, of secrets that stand on the command line (hardening C5). */
export function warnOfSecrets(command: Command, context: Context): void {
  for (const name of SECRET_FLAGS.filter((each) => command.getOptionValueSource(each) === 'cli')) {
    const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    const variable = `HOOKSTEP_${flag.replaceAll('-', '_').toUpperCase()}`
    const text = `--${flag} on the command line can be read by others on this machine`
    warn(context, text, `${variable} in the environment`)
  }
  warnOfSecretHeaders(command, context)
}

/** Headers that carry a secret, by their names. */
const SECRET_HEADER = /auth|key|token|secret|cookie|passw|signature/i

function warnOfSecretHeaders(command: Command, context: Context): void {
  if (command.getOptionValueSource('header') !== 'cli') return
  const headers = command.getOptionValue('header') as readonly (readonly [string, string])[]
  for (const [name] of headers.filter(([each]) => SECRET_HEADER.test(each))) {
    const text = `the value of -H ${name} on the command line can be read by others on this machine`
    warn(context, text, 'HOOKSTEP_HEADER in the environment')
  }
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
