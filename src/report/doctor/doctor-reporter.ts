import type { Context } from '../../context.ts'
import { totalFindings, type Finding } from '../../contract/finding.ts'
import { toJsonLine } from '../harmless.ts'
import { createStyle } from '../style.ts'
import { renderFinding, renderFindingTotals } from './finding-lines.ts'

/** Tells of each finding as it comes, and of all at the end. */
export interface DoctorReporter {
  readonly onFinding: (finding: Finding, title: string) => void
  readonly onEnd: (findings: readonly Finding[]) => void
}

/** A reporter on standard output: NDJSON, or lines for people whose titles need `titleWidth` columns. */
export function createDoctorReporter(
  { stdout, env }: Pick<Context, 'stdout' | 'env'>,
  isJson: boolean,
  titleWidth: number,
): DoctorReporter {
  if (isJson) {
    const print = (record: object): void => void stdout.write(toJsonLine(record, stdout.redact))
    return {
      onFinding: (finding) => print({ type: 'finding', ...finding }),
      onEnd: (findings) => print({ type: 'summary', ...totalFindings(findings) }),
    }
  }
  const style = createStyle(stdout, env)
  return {
    onFinding: (finding, title) =>
      void stdout.write(renderFinding(finding, title, titleWidth, style)),
    onEnd: (findings) => void stdout.write(renderFindingTotals(totalFindings(findings), style)),
  }
}
