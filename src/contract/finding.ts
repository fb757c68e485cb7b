/** How much depends on what was checked. */
export type Severity = 'required' | 'recommended' | 'information'

export type FindingResult = 'pass' | 'warn' | 'fail' | 'skipped'

/** What came of one check: the `finding` record of design.md. */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  readonly result: FindingResult
  /** What was found, in words. */
  readonly message: string
  /** The mend; null where there is nothing to mend. */
  readonly advice: string | null
  /** The facts that the result rests on, for programs. */
  readonly evidence: Readonly<Record<string, unknown>>
}

/** How many findings there are of each result. */
export type FindingTotals = Readonly<Record<FindingResult, number>>

/** Counts findings by their result. */
export function totalFindings(findings: readonly Finding[]): FindingTotals {
  const count = (result: FindingResult): number =>
    findings.filter((finding) => finding.result === result).length
  return {
    pass: count('pass'),
    warn: count('warn'),
    fail: count('fail'),
    skipped: count('skipped'),
  }
}
