import { dirname } from 'node:path'
import type { Context } from '../../context.ts'
import { secretNames, withoutSecrets } from '../../journal/headers.ts'
import { toForwardRequest } from '../../receiver/forward/app-responder.ts'
import type { Receiver } from '../../receiver/receiver.ts'
import type { ListenDesk } from '../../report/listen/listen-desk.ts'
import type { ReceiverReporter } from '../../report/listen/receiver-reporter.ts'
import { toRequestRecord, type OpenRecorder } from './recorder.ts'
import type { RunReceiverOptions } from './run-receiver.ts'

export interface DeskOptions {
  readonly context: Context
  readonly reporter: Pick<ReceiverReporter, 'onForward'>
  readonly receiver: Pick<RunReceiverOptions, 'requirements' | 'forward'>
}

/** What a person at the receiver may do; `hasQuit` resolves when that is to leave. */
export function openDesk(
  { context, reporter, receiver: { requirements, forward } }: DeskOptions,
  receiver: Receiver,
  recorder: OpenRecorder | null,
): { readonly desk: ListenDesk; readonly hasQuit: Promise<void> } {
  const secrets = secretNames(requirements?.headers.map(([name]) => name) ?? [])
  let quit!: () => void
  const hasQuit = new Promise<void>((resolve) => {
    quit = resolve
  })
  const desk: ListenDesk = {
    session: (interviewId) => receiver.session(interviewId),
    latestSessions: (most) => receiver.latestSessions(most),
    toRecord: (received) => withoutSecrets(toRequestRecord(received), secrets),
    openJournal: recorder === null ? null : async () => context.openPath(dirname(recorder.path)),
    quit: () => quit(),
    replay: forward
      ? async (received) => {
          const result = await forward.forwarder.forward(toForwardRequest(received))
          recorder?.recorder.keepForward(result)
          reporter.onForward(result, received)
          return result
        }
      : null,
  }
  return { desk, hasQuit }
}
