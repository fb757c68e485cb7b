/** An endpoint that answers at once, but for two seconds, one second after its first request: then all wait. */
import { createServer } from 'node:http'

const STALLS_AFTER_MS = 1000
const STALLS_FOR_MS = 2000
let stallsFromMs

/** How long a request that comes now is kept waiting. */
function waitMs() {
  stallsFromMs ??= performance.now() + STALLS_AFTER_MS
  const intoMs = performance.now() - stallsFromMs
  return intoMs >= 0 ? Math.max(STALLS_FOR_MS - intoMs, 0) : 0
}

const server = createServer((request, response) => {
  const answer = () => response.writeHead(204).end()
  request.resume().once('end', () => setTimeout(answer, waitMs()))
})
server.listen(0, '127.0.0.1', () =>
  process.send(`http://127.0.0.1:${server.address().port}/webhook`),
)
