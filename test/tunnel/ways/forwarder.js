// A tunnel program for tests: forwards a port of this machine to another one, and prints its URL as
// cloudflared does, among other addresses. Arguments: target port, own port (0 for a free one),
// and anything more to leave out the end of a line.
import { connect, createServer } from 'node:net'

const [target, own] = process.argv.slice(2).map(Number)
const lineEnd = process.argv[4] === undefined ? '\n' : ''
const server = createServer((socket) => {
  const local = connect({ port: target, host: 'localhost' })
  socket.pipe(local).pipe(socket)
  for (const each of [socket, local]) each.on('error', () => undefined)
  socket.on('close', () => local.destroy())
  local.on('close', () => socket.destroy())
})
server.listen(own, '127.0.0.1', () => {
  console.error('\u001b[36mINF\u001b[0m by the terms (https://www.cloudflare.com/website-terms/)')
  console.error(`INF forwarding to http://localhost:${target}`)
  process.stdout.write(`|  http://127.0.0.1:${server.address().port}  |${lineEnd}`)
})
