import type { Clock } from '../context.ts'
import { orAborted, underSignals } from './deadline.ts'
import type { Grant } from './grant.ts'
import type { Link } from './link.ts'
import { cutShort } from './reason.ts'
import { StockClient } from './stock-client.ts'

export interface LinkOptions {
  readonly relayUrl: string
  readonly gatePort: number
  readonly clock: Clock
  readonly connectTimeoutMs: number
  readonly signal: AbortSignal
}

/** Connects the stock client and gives the link when its first data socket is connected. */
export async function connectLink(grant: Grant, options: LinkOptions): Promise<Link> {
  const lost = new AbortController()
  const onLost = (detail: string): void => lost.abort(new Error(cutShort(detail)))
  const client = new StockClient({ ...options, grant, onLost })
  const close = async (): Promise<void> => {
    lost.abort(new Error('the link was closed'))
    await client.dispose()
  }
  try {
    await underSignals([options.signal, lost.signal], (either) =>
      orAborted(either, openClient(client)),
    )
    const { url: publicUrl, sockets } = grant
    return { publicUrl, sockets, lost: lost.signal, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The stock client tells its URL when its first data socket is connected. */
async function openClient(client: StockClient): Promise<void> {
  await new Promise((resolve) => {
    client.once('url', resolve)
    client.open(() => undefined)
  })
}
