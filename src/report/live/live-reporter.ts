import type { Context } from '../../context.ts'
import type { IsShown } from '../listen/only-events.ts'
import { renderReady, renderReceiverEnd } from '../listen/receiver-lines.ts'
import type { ReceiverReporter, TunnelChange } from '../listen/receiver-reporter.ts'
import { createTextReceiverReporter } from '../listen/text-reporter.ts'
import { createStyle } from '../style.ts'
import { describeJournalEvent } from '../text/journal-event-line.ts'
import { createLiveHistory } from './live-history.ts'
import { LiveViewer } from './live-viewer.ts'

/**
 * A reporter that takes the whole terminal, from "Ready" to the end; what comes before and after is
 * printed in lines. It counts everything, and lists what is to be shown.
 */
export function createLiveReporter(context: Context, isShown: IsShown): ReceiverReporter {
  const { stdout, stderr, env } = context
  const plain = createTextReceiverReporter(context, false)
  const history = createLiveHistory()
  let viewer: LiveViewer | null = null
  let tunnel: TunnelChange | null = null
  return {
    onListening: plain.onListening,
    onTunnel: (change) => {
      tunnel = change
      if (viewer === null) plain.onTunnel(change)
      else viewer.showTunnel(change)
    },
    onReady: async (ready, desk) => {
      // It stays above the summary, when the screen is given back.
      stderr.write(renderReady(ready, createStyle(stderr, env)))
      viewer = new LiveViewer({ context, history, ready, desk, tunnel })
      await viewer.open()
    },
    onRequest: (received) => {
      history.count(received)
      if (isShown(received)) history.add(received)
      viewer?.refresh()
    },
    onForward: (result) => {
      history.setForward(result)
      viewer?.refresh()
    },
    onJournal: (event) => {
      if (viewer === null) plain.onJournal(event)
      else viewer.notify(`journal: ${describeJournalEvent(event)}`)
    },
    onTokenRequest: ({ outcome }) => {
      const who =
        outcome.kind === 'refused' ? `refused: ${outcome.code}` : `issued to ${outcome.clientId}`
      viewer?.showToken(`token ${who}`, outcome.kind !== 'refused')
    },
    onEnd: (totals, sessions) => {
      viewer?.close()
      viewer = null
      stdout.write(renderReceiverEnd(totals, sessions, createStyle(stdout, env)))
    },
  }
}
