import type { Context } from '../../context.ts'
import { CliError } from '../../contract/errors.ts'
import { judgeArrival, type SessionFinding } from '../../contract/judge-session.ts'
import type { SessionTimeline } from '../../contract/received.ts'
import { collectExchanges, type RecordedExchange } from '../../journal/collect-exchanges.ts'
import { createHistory, type History } from '../../journal/history.ts'
import type { ForwardRecord, ReplyRecord, RequestRecord } from '../../journal/record.ts'
import { interruptedExitCode } from '../exit-codes.ts'
import type { Selection } from './selection-flags.ts'

/** A request that was selected, with what its session says about it; or what was told of one too late. */
export type SelectedEntry =
  | {
      readonly kind: 'exchange'
      readonly exchange: RecordedExchange
      readonly findings: readonly SessionFinding[]
    }
  | { readonly kind: 'late'; readonly record: ForwardRecord | ReplyRecord }

/** How much was read so far. */
export interface Tally {
  requests: number
  refused: number
  selected: number
  problems: number
}

/** A journal that is being read. */
export interface Reading {
  /**
   * Ends early where nobody reads standard output any more. Throws `INTERRUPTED` once the run is asked to end.
   * A late record is told only where everything is selected: nobody knows whose it is.
   */
  readonly entries: AsyncIterable<SelectedEntry>
  readonly tally: Readonly<Tally>
  /** The selected sessions of what was read, the latest last. */
  readonly sessions: () => readonly SessionTimeline[]
}

/** Starts to read the selected requests of a journal, in bounded memory. */
export function readSelected(path: string, selection: Selection, context: Context): Reading {
  const tally = { requests: 0, refused: 0, selected: 0, problems: 0 }
  const history = createHistory()
  return {
    entries: select(path, selection, { context, tally, history }),
    tally,
    sessions: () =>
      history
        .read()
        .sessions.filter(({ interviewId, statuses }) =>
          selection.hasSession(interviewId, statuses),
        ),
  }
}

interface Desk {
  readonly context: Context
  readonly tally: Tally
  readonly history: History
}

async function* select(
  path: string,
  selection: Selection,
  { context, tally, history }: Desk,
): AsyncGenerator<SelectedEntry> {
  for await (const entry of collectExchanges(path)) {
    requireGoOn(context)
    if (context.stdout.isGone) return
    if (entry.kind === 'problem') tally.problems += 1
    else if (entry.kind === 'late') {
      if (selection.isEverything) yield entry
    } else {
      const { request } = entry.exchange
      tally.requests += 1
      if (request.verdict.kind === 'refused') tally.refused += 1
      const findings = judge(request, history)
      if (!selection.hasRequest(request)) continue
      tally.selected += 1
      yield { ...entry, findings }
    }
  }
}

/** What its session says about a request, by what came before it; its session knows it from then on. */
function judge({ seq, verdict }: RequestRecord, history: History): SessionFinding[] {
  if (verdict.kind === 'refused') return []
  const { interviewId, onboardingStatus } = verdict
  const findings = judgeArrival(history.statusesOf(interviewId), onboardingStatus)
  history.add({ seq, verdict })
  return findings
}

/** Throws `INTERRUPTED` once the run was asked to end. */
export function requireGoOn(context: Context): void {
  const exitCode = interruptedExitCode(context)
  if (exitCode === null) return
  throw new CliError('INTERRUPTED', 'broken off while the journal was read', { exitCode })
}
