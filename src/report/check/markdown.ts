import type { CheckedRule, CheckReport } from '../../contract/check-report.ts'
import { totalFindings, type FindingTotals } from '../../contract/finding.ts'
import { RULE_GROUPS } from '../../contract/rules/rule.ts'
import { inlineCode } from '../markdown/inline-code.ts'
import { renderSection } from '../markdown/section.ts'
import type { Redact } from '../redact-header.ts'
import { redactUrl } from '../redact-url.ts'
import { duration } from '../text/units.ts'
import {
  ALL_COUNT,
  verdictWord,
  weighFailures,
  type CountingFailures,
} from './counting-failures.ts'

/**
 * The run as Markdown for a CI job summary: the verdict with the score, what failed with the mend, what was warned of,
 * and the counts of each group.
 */
export function renderCheckMarkdown(
  report: CheckReport,
  redact: Redact,
  counting: CountingFailures = ALL_COUNT,
): string {
  const code: Redact = (text) => inlineCode(redact(text))
  const excuses = [...weighFailures(report, counting)]
  const warned = report.results.filter(({ finding }) => finding.result === 'warn')
  const blocks = [
    `## hookstep check: ${verdictWord(report, counting)}`,
    headline(report, inlineCode(redactUrl(report.url, redact)), code),
    failureTable(
      'Failures',
      excuses.flatMap(([each, excuse]) => (excuse === null ? [each] : [])),
      code,
    ),
    excusedTable(excuses, code),
    failureTable('Warnings', warned, code),
    groupTable(report),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function headline(report: CheckReport, url: string, code: Redact): string {
  const { summary, durationMs, version, stoppedAfter } = report
  const score = summary.score === null ? 'No score' : `Score ${summary.score} of 100`
  const end =
    stoppedAfter === null ? '' : `\n\nThe endpoint did not come back after ${stoppedAfter}.`
  return `**${score}**: ${counts(summary)} in ${duration(durationMs)}. ${url}, hookstep ${code(version)}${end}`
}

function counts({ fail, warn, pass, skipped }: FindingTotals): string {
  return `${fail} failed, ${warn} warned, ${pass} passed, ${skipped} skipped`
}

const HEAD = ['rule', 'severity', 'what happened', 'advice']

function failureTable(title: string, failures: readonly CheckedRule[], code: Redact): string {
  return renderSection(
    title,
    HEAD,
    failures.map((each) => failureRow(each, code)),
  )
}

function excusedTable(
  excuses: readonly (readonly [CheckedRule, string | null])[],
  code: Redact,
): string {
  const rows = excuses.flatMap(([each, excuse]) =>
    excuse === null ? [] : [[...failureRow(each, code), excuse]],
  )
  return renderSection('Failures that do not count', [...HEAD, 'because'], rows)
}

/** Titles and advice are our own words: nothing in them has a meaning in Markdown. */
function failureRow({ rule, finding }: CheckedRule, code: Redact): string[] {
  const name = `**${rule.id}** ${rule.title}`
  return [name, rule.severity, code(finding.message), finding.advice ?? '']
}

function groupTable({ results }: CheckReport): string {
  const rows = RULE_GROUPS.flatMap((group) => {
    const findings = results.filter(({ rule }) => rule.group === group)
    if (findings.length === 0) return []
    const { pass, warn, fail, skipped } = totalFindings(findings.map(({ finding }) => finding))
    return [[group, ...[pass, warn, fail, skipped].map(String)]]
  })
  return renderSection('Groups', ['group', 'passed', 'warned', 'failed', 'skipped'], rows)
}
