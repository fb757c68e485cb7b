import { ANY_PATH } from '../../config/parse-path.ts'
import type { Context } from '../../context.ts'
import type { ExitCode } from '../../contract/errors.ts'
import type { ExpectationTracker } from '../../receiver/expectation.ts'
import type { ReceiverReporter, TunnelChange } from '../../report/listen/receiver-reporter.ts'
import type { Ready } from '../../report/ready.ts'
import { watchArrivals, type ArrivalWatch } from './arrival-watch.ts'
import type { Authentication } from './authentication.ts'
import { interruptedExitCode, serviceExitCode, untilInterrupted } from '../exit-codes.ts'
import { untilTimeIsUp } from './expect-flags.ts'
import { requireOtherPort } from './forward-flags.ts'
import { openDesk } from './listen-desk.ts'
import type { ListenFlags } from './listen-flags.ts'
import { openReadyFile } from './ready-file.ts'
import { openRecorder, type OpenRecorder } from './recorder.ts'
import { runReceiver, type RunningReceiver, type RunReceiverOptions } from './run-receiver.ts'

export interface ListenOptions {
  readonly flags: ListenFlags
  readonly context: Context
  readonly reporter: ReceiverReporter
  readonly authentication: Authentication
  /** Null listens until it is told to end. */
  readonly expectation: ExpectationTracker | null
  readonly receiver: Pick<
    RunReceiverOptions,
    'port' | 'path' | 'answer' | 'requirements' | 'tokenEndpoint' | 'isStrict' | 'forward'
  >
}

/**
 * Opens the journal, then the port, then the tunnel, and listens until it is interrupted, what is
 * expected has come, or it cannot go on; closes them in the other order.
 */
export async function listenUntilEnd(options: ListenOptions): Promise<ExitCode> {
  const recorder = await openJournalOf(options)
  try {
    return await listenWith(options, recorder)
  } finally {
    await recorder?.close()
  }
}

async function openJournalOf({
  flags,
  context,
  receiver,
  reporter,
}: ListenOptions): Promise<OpenRecorder | null> {
  if (flags.journal === false) return null
  const secretHeaders = receiver.requirements?.headers.map(([name]) => name) ?? []
  const place = flags.journal === undefined ? {} : { path: flags.journal }
  return openRecorder({ ...place, secretHeaders, onEvent: reporter.onJournal }, context)
}

async function listenWith(
  options: ListenOptions,
  recorder: OpenRecorder | null,
): Promise<ExitCode> {
  const { flags, context, receiver, reporter } = options
  const readyFile = await openReadyFile(flags.readyFile, context)
  const watch = watchArrivals(options.expectation, reporter)
  let renew: ((publicUrl: string) => void) | undefined
  const onTunnel = (change: TunnelChange): void => {
    reporter.onTunnel(atPath(change, flags))
    if (change.publicUrl !== null) renew?.(change.publicUrl)
  }
  const running = await runReceiver({
    ...receiver,
    tunnel: flags,
    context,
    reporter: { ...reporter, onTunnel },
    recorder: recorder?.recorder ?? null,
    onRequest: watch.onRequest,
    onForward: reporter.onForward,
  })
  try {
    requireOtherPort(flags, running.receiver.port)
    const ready = readyOf(options, running, recorder)
    renew = (publicUrl) => readyFile.renew(readyOf(options, { ...running, publicUrl }, recorder))
    const { desk, hasQuit } = openDesk(options, running.receiver, recorder)
    if (!context.signal.aborted) {
      await readyFile.write(ready)
      await reporter.onReady(ready, desk)
    }
    const ends = [running.broken, readyFile.broken, ...(recorder === null ? [] : [recorder.broken])]
    return await untilEnd(options, ends, { watch, hasQuit })
  } finally {
    try {
      await running.close()
      await readyFile.remove()
    } finally {
      // The reporter may hold the terminal: it gives it back whatever went wrong.
      reporter.onEnd(watch.totals, running.receiver.sessions())
    }
  }
}

function readyOf(
  { flags, receiver, authentication }: ListenOptions,
  { receiver: { url }, publicUrl }: RunningReceiver,
  recorder: OpenRecorder | null,
): Ready {
  const { token = null, verifyToken } = receiver.requirements ?? {}
  return {
    url: webhookUrl(url, flags),
    publicUrl: publicUrl === null ? null : webhookUrl(publicUrl, flags),
    journal: recorder?.path ?? null,
    requiresToken: token !== null || verifyToken !== undefined,
    ...authentication.ready(publicUrl ?? url),
  }
}

function atPath(change: TunnelChange, flags: ListenFlags): TunnelChange {
  const { publicUrl } = change
  return { ...change, publicUrl: publicUrl === null ? null : webhookUrl(publicUrl, flags) }
}

/** Where notifications are to be posted. */
function webhookUrl(base: string, { path }: ListenFlags): string {
  return path === ANY_PATH ? base : new URL(path, base).href
}

async function untilEnd(
  { flags, context, expectation }: ListenOptions,
  ends: readonly Promise<never>[],
  { watch, hasQuit }: { readonly watch: ArrivalWatch; readonly hasQuit: Promise<void> },
): Promise<ExitCode> {
  const over = new AbortController()
  const signal = AbortSignal.any([context.signal, over.signal])
  try {
    await Promise.race([
      untilInterrupted(context),
      hasQuit,
      watch.met,
      untilTimeIsUp(flags, expectation, context, signal),
      ...ends,
    ])
  } finally {
    over.abort()
  }
  if (watch.isMet()) return 0
  return expectation === null ? serviceExitCode(context) : (interruptedExitCode(context) ?? 0)
}
