import { once } from 'node:events'
import type { AddressInfo, ListenOptions, Server } from 'node:net'

/** Gives the port when the server listens; rejects with the system's error when it cannot. */
export async function startListening(server: Server, options: ListenOptions): Promise<number> {
  server.listen(options)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
