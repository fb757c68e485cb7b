/* oxlint-disable no-underscore-dangle -- the stock client names what it lets us override so */
import StockTunnel from 'localtunnel/lib/Tunnel.js'
import type { Clock } from '../context.ts'
import type { Grant } from './grant.ts'
import { keepSockets, type SocketKeeper } from './socket-keeper.ts'

export interface StockClientOptions {
  readonly relayUrl: string
  readonly gatePort: number
  readonly grant: Grant
  readonly clock: Clock
  readonly connectTimeoutMs: number
  readonly onLost: (detail: string) => void
}

/**
 * The stock localtunnel client, given a registration that we made, and kept full by our keeper.
 * It never gets `local_host`: with it the client corrupts binary bodies.
 */
export class StockClient extends StockTunnel {
  readonly #options: StockClientOptions
  #keeper: SocketKeeper | undefined

  constructor(options: StockClientOptions) {
    super({ host: options.relayUrl, port: options.gatePort })
    this.#options = options
    // It tells of a data socket that was refused: the keeper knows of it, and whether others carry on.
    this.on('error', () => undefined)
  }

  /** Hands over our registration instead of asking the relay for ever. */
  override _init(callback: StockTunnel.InitCallback): void {
    const { id, ip, port, url, sockets } = this.#options.grant
    callback(null, this._getInfo({ id, ip, port, url, max_conn_count: sockets }))
  }

  /** Opens no socket by itself: the keeper does, through the cluster's own `open`. */
  override _establish(info: StockTunnel.Info): void {
    super._establish({ ...info, max_conn: 0 })
    this.setMaxListeners(info.max_conn + 10)
    const cluster = this.tunnelCluster
    const openOne = cluster.open.bind(cluster)
    cluster.open = () => undefined
    this.#keeper = keepSockets({ ...this.#options, openOne, count: info.max_conn })
  }

  /** Resolves when every socket of the client is closed. */
  async dispose(): Promise<void> {
    this.close()
    await this.#keeper?.close()
  }
}
