/** Posts notifications with autocannon: `node notify.js URL CONNECTIONS RUN 3s|200000`. Prints one line of JSON. */
import autocannon from 'autocannon'
import { createBodies } from './notifications.js'

const [url, connections, run, extent] = process.argv.slice(2)
const isDuration = extent.endsWith('s')
/**
 * The receiver ends a connection after 1,000 requests, and autocannon does not look for that. The last one on each
 * connection is not counted: for so many seconds that is no matter, and whoever wants a number stays below.
 */
const RECONNECT_RATE = 1000
const nextBody = createBodies(run, Number(connections))
const result = await autocannon({
  url,
  connections: Number(connections),
  ...(isDuration
    ? { duration: Number.parseFloat(extent), reconnectRate: RECONNECT_RATE }
    : { amount: Number(extent) }),
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  requests: [{ setupRequest: (request) => ({ ...request, body: nextBody() }) }],
})
console.log(
  JSON.stringify({
    answers: result['2xx'],
    seconds: result.duration,
    failed: result.non2xx + result.errors + result.timeouts,
    p99Ms: result.latency.p99,
  }),
)
