import { createServer } from 'node:http'
import { isIPv6 } from 'node:net'
import { cannotListen } from './cannot-listen.ts'
import { createClientRegister } from './client-register.ts'
import { FaultBoard } from './fault-board.ts'
import type { Relay, RelayOptions } from './relay.ts'
import { serveRelay } from './serve-relay.ts'
import { onlyOnce, openPort } from './stoppable-port.ts'

/**
 * Starts a relay on this machine that the stock localtunnel client works with.
 * The Host header decides: `<id>.localhost` is a tunnel, `localhost` or an address is the registration.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { host = '127.0.0.1', clock, seed = 0, onEvent = () => undefined } = options
  const server = createServer()
  const wanted = { who: 'the relay', host, port: options.port }
  const publicPort = await openPort(server, wanted, clock).catch((cause: unknown) => {
    throw cannotListen({ ...wanted, flag: '--port' }, cause)
  })
  const publicUrlOf = (id: string): string => `http://${id}.localhost:${publicPort.port}`
  const restart = async (downMs = 0): Promise<void> => {
    const comeBack = publicPort.refuse()
    await clients.forget()
    await clock.sleep(downMs, closing.signal).catch(() => undefined)
    await comeBack()
    if (!closing.signal.aborted) onEvent({ type: 'restarted', downMs })
  }
  const closing = new AbortController()
  const faults: FaultBoard = new FaultBoard({
    clock,
    seed,
    onEvent,
    restart,
    sockets: () => clients.list().flatMap(({ pool }) => pool.sockets),
    names: () => clients.list().map(({ id }) => id),
    refuse: (port) => (port === 'public' ? publicPort.refuse() : clients.refuse()),
  })
  const clients = createClientRegister({ ...options, host, faults, onEvent, publicUrlOf })
  serveRelay(server, { bindHost: host, clock, clients, faults, onEvent, publicUrlOf })
  for (const { name, values } of options.faults ?? []) await faults.set(name, values)
  return {
    url: `http://${urlHost(host)}:${publicPort.port}`,
    port: publicPort.port,
    faults,
    restart,
    clients: () => clients.list().map(({ id, pool }) => ({ id, sockets: pool.size })),
    close: onlyOnce(async () => {
      closing.abort()
      faults.close()
      await Promise.all([publicPort.close(), clients.close()])
    }),
  }
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return isIPv6(host) ? `[${host}]` : host
}
