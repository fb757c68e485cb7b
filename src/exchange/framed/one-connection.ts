import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'

/** An agent for the connection of one exchange; the caller destroys it. */
export function oneConnection({ protocol }: URL, keepAlive = false): HttpAgent {
  const options = { keepAlive }
  return protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options)
}
