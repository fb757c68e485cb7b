import { chooseRules } from '../../config/choose-rules.ts'
import type { Context } from '../../context.ts'
import type { ExitCode } from '../../contract/errors.ts'
import { renderRuleList } from '../../report/check/text/rule-list.ts'
import { toJsonLine } from '../../report/harmless.ts'
import { createStyle } from '../../report/style.ts'
import type { CheckFlags } from './check-flags.ts'

/** `check --list`: the rules that the flags choose; nothing is sent. */
export function listRules(flags: CheckFlags, { stdout, env }: Context): ExitCode {
  const rules = chooseRules(flags)
  if (flags.json !== true) {
    stdout.write(renderRuleList(rules, createStyle(stdout, env)))
    return 0
  }
  for (const { id, group, title, severity, why, advice, isDestructive } of rules) {
    const record = { type: 'rule', id, group, title, severity, why, advice, isDestructive }
    stdout.write(toJsonLine(record, stdout.redact))
  }
  return 0
}
