import { defineFault } from '../fault.ts'

const GOOD = { id: 'some-name', port: 1, max_conn_count: 10, url: 'http://some-name.localhost' }

const ANSWERS: Readonly<Record<string, string>> = {
  cut: '{"id":"some-name","port":',
  html: '<!doctype html><title>Welcome</title>',
  'no-port': JSON.stringify({ ...GOOD, port: undefined }),
  'port-0': JSON.stringify({ ...GOOD, port: 0 }),
  'port-70000': JSON.stringify({ ...GOOD, port: 70_000 }),
}

export const badJson = defineFault({
  name: 'bad-json',
  description: 'every registration is answered 200 with something that no client can use',
  seam: 'registration',
  isHealed: 'when-cleared',
  parameters: {
    form: {
      kind: 'word',
      default: 'cut',
      words: Object.keys(ANSWERS),
      text: 'what the answer holds',
    },
  },
  start: ({ form }) => ({
    register: (_request, response) => {
      const type = form === 'html' ? 'text/html' : 'application/json'
      response.writeHead(200, { 'Content-Type': type }).end(ANSWERS[form])
      return true
    },
  }),
})
