import type { Clock } from '../context.ts'
import { NoAnswer, orAborted, withDeadline } from './deadline.ts'
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

/**
 * Connects the stock client and gives the link when its first data socket is connected. A data port that
 * does not answer in time is a failed try, so that the next one can ask for another port, or another relay.
 */
export async function connectLink(grant: Grant, options: LinkOptions): Promise<Link> {
  const lost = new AbortController()
  const onLost = (detail: string): void => lost.abort(new Error(cutShort(detail)))
  const client = new StockClient({ ...options, grant, onLost })
  const close = async (): Promise<void> => {
    lost.abort(new Error('the link was closed'))
    await client.dispose()
  }
  const { clock, connectTimeoutMs, signal } = options
  try {
    await withDeadline(clock, connectTimeoutMs, [signal, lost.signal], (inner) =>
      orAborted(inner, openClient(client)),
    )
    const { url: publicUrl, sockets } = grant
    return { publicUrl, sockets, lost: lost.signal, close }
  } catch (error) {
    await close()
    if (error instanceof NoAnswer) throw deafPort(error, grant)
    throw error
  }
}

function deafPort(cause: NoAnswer, { port }: Grant): Error {
  return new Error(`the data port ${port} could not be reached: ${cause.message}`, { cause })
}

/** The stock client tells its URL when its first data socket is connected. */
async function openClient(client: StockClient): Promise<void> {
  await new Promise((resolve) => {
    client.once('url', resolve)
    client.open(() => undefined)
  })
}
