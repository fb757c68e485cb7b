/** Serves a Next.js route handler over node:http, as Next.js would: the program that the tests start. */
import { createServer } from 'node:http'
import * as route from '../../examples/next/route.js'

const handlers = new Map(Object.entries(route))

const server = createServer((incoming, outgoing) => {
  answer(incoming, outgoing).catch(() => outgoing.destroy())
})

async function answer(incoming, outgoing) {
  const url = new URL(incoming.url, 'http://127.0.0.1')
  const handle = url.pathname === '/webhook' ? handlers.get(incoming.method) : undefined
  const response =
    handle === undefined
      ? new Response(null, { status: 404 })
      : await handle(toRequest(url, incoming))
  outgoing.writeHead(response.status, [...response.headers].flat())
  outgoing.end(Buffer.from(await response.arrayBuffer()))
  // What a handler leaves unread would hold up the next request on this connection.
  incoming.resume()
}

function toRequest(url, incoming) {
  const { method, headers } = incoming
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const body = hasBody ? ReadableStream.from(incoming.iterator({ destroyOnReturn: false })) : null
  return new Request(url, { method, headers, body, duplex: 'half' })
}

server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/webhook`)
})

process.once('SIGTERM', () => server.close())
