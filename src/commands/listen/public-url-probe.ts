import type { Context } from '../../context.ts'
import { isReminderPage } from '../../contract/acknowledgement.ts'
import { loadGotExchange } from '../../exchange/got-exchange.ts'
import { DEFAULT_TIMINGS } from '../../tunnel/timings.ts'

/** A GET that only this run's receiver can answer; it proves the way through the public URL. */
export interface PublicUrlProbe {
  readonly path: string
  readonly nonce: string
  /** Asks a public URL for the nonce, as long as the tunnel's own limit lets it. Rejects only with the signal's reason. */
  readonly ask: (
    publicUrl: string,
    signal: AbortSignal,
  ) => Promise<{ readonly ok: boolean; readonly detail: string }>
}

/** Makes up the nonce of this run. */
export function createPublicUrlProbe({ random, version }: Context): PublicUrlProbe {
  const nonce = Buffer.from(random.bytes(16)).toString('hex')
  const path = `/.hookstep/${Buffer.from(random.bytes(8)).toString('hex')}`
  return {
    path,
    nonce,
    ask: async (publicUrl, signal) => {
      const exchange = await loadGotExchange()
      const outcome = await exchange({
        method: 'GET',
        url: new URL(path, publicUrl),
        headers: [
          ['user-agent', `hookstep/${version}`],
          ['bypass-tunnel-reminder', '1'],
        ],
        body: null,
        timeoutMs: DEFAULT_TIMINGS.probeTimeoutMs,
        verifyCertificate: true,
        signal,
      })
      if (outcome.kind === 'failure') return { ok: false, detail: outcome.failure.detail }
      const { httpStatus, body } = outcome.answer
      if (Buffer.from(body).toString() === nonce) return { ok: true, detail: 'answered' }
      const page = isReminderPage(body) ? ", the relay's reminder page" : ''
      return { ok: false, detail: `${httpStatus}${page}, and not from this receiver` }
    },
  }
}
