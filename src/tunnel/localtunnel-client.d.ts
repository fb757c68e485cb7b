/** The part of the stock client's class (localtunnel 2.0.2) that hookstep builds on. */
declare module 'localtunnel/lib/Tunnel.js' {
  import type { EventEmitter } from 'node:events'

  class Tunnel extends EventEmitter {
    constructor(options: Tunnel.Options)
    readonly closed: boolean
    readonly tunnelCluster: Tunnel.Cluster
    _getInfo(body: Tunnel.RegistrationBody): Tunnel.Info
    _init(callback: Tunnel.InitCallback): void
    _establish(info: Tunnel.Info): void
    open(callback: (error?: Error) => void): void
    close(): void
  }

  namespace Tunnel {
    interface Options {
      host: string
      port: number
    }
    interface RegistrationBody {
      id: string
      ip?: string | undefined
      port: number
      url: string
      max_conn_count: number
    }
    interface Info {
      max_conn: number
    }
    type InitCallback = (error: Error | null, info: Info) => void
    interface Cluster extends EventEmitter {
      open(): void
    }
  }

  export = Tunnel
}
