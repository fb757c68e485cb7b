import type { IncomingMessage } from 'node:http'
import { defineFault } from '../fault.ts'

const PAGE =
  '<!doctype html><title>Tunnel website ahead!</title>' +
  '<p>You are about to visit a tunnel. Send a bypass-tunnel-reminder header to get past this page.</p>\n'

export const reminderPage = defineFault({
  name: 'reminder-page',
  description:
    'browsers get a 401 page instead of the answer, unless they send bypass-tunnel-reminder',
  seam: 'request',
  isHealed: 'by-itself',
  parameters: {},
  start: () => ({
    answer: (request, response) => {
      if (!isBrowser(request)) return false
      request.resume()
      response.writeHead(401, { 'Content-Type': 'text/html; charset=utf-8' }).end(PAGE)
      return true
    },
  }),
})

function isBrowser({ headers }: IncomingMessage): boolean {
  const isPassed = headers['bypass-tunnel-reminder'] !== undefined
  return !isPassed && headers['user-agent']?.startsWith('Mozilla/') === true
}
