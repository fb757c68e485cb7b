/**
 * The two ends of `bench/tunnel.js`, each in a process of its own, which that bundles and starts:
 * `relay`, or `receiver RELAY-URL` with the supervised client before it.
 */
import { randomBytes } from 'node:crypto'
import { get } from 'node:http'
import { startReceiver } from '../src/library/start-receiver.ts'
import { systemClock as clock } from '../src/system-clock.ts'
import { openLocaltunnel } from '../src/tunnel/localtunnel.ts'
import { startRelay } from '../src/tunnel/relay/start-relay.ts'

/** The receiver answers a GET with 405: enough to know that it is there. */
async function probe(publicUrl, signal) {
  const { host, port } = new URL(publicUrl)
  const headers = { host, connection: 'close' }
  const message = await new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, headers, agent: false, signal }, resolve).once('error', reject)
  })
  message.resume()
  return { ok: message.statusCode === 405, detail: `HTTP ${message.statusCode}` }
}

async function openEnd(role, relayUrl) {
  if (role === 'relay') {
    const random = { bytes: (count) => randomBytes(count) }
    return (await startRelay({ port: 0, clock, random })).url
  }
  const receiver = await startReceiver()
  const { publicUrl } = await openLocaltunnel({
    localPort: Number(new URL(receiver.url).port),
    relayUrl,
    probe,
    clock,
    onEvent: () => {},
    signal: new AbortController().signal,
    openTimeoutMs: 10_000,
  })
  return { direct: receiver.url, tunnel: publicUrl }
}

process.on('disconnect', () => process.exit())
process.send(await openEnd(...process.argv.slice(2)))
