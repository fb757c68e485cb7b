import { defineFault } from '../fault.ts'

const PAGE = '<!doctype html><title>Hello</title><p>This tunnel is now somebody else’s.</p>\n'

export const urlChange = defineFault({
  name: 'url-change',
  description:
    'the names of now are given to somebody else at the next registration, whose page answers there',
  seam: 'registration',
  isHealed: 'by-itself',
  parameters: {},
  start: (_values, { names }) => {
    const lost = new Set(names())
    return {
      isTaken: (name) => lost.has(name),
      answer: (request, response, { id, isOpen }) => {
        if (isOpen || !lost.has(id)) return false
        request.resume()
        response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(PAGE)
        return true
      },
    }
  },
})
