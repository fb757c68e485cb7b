import http from 'node:http'
import { parentPort } from 'node:worker_threads'

const agent = new http.Agent({ keepAlive: true })

/** The codes that k6 gives to the errors of Go. */
const ERROR_CODES = { ECONNREFUSED: 1212, ECONNRESET: 1220, ABORT_ERR: 1050, ENOTFOUND: 1101 }

async function answer({ request, signal, port }) {
  port.postMessage(await send(request).catch(toError))
  Atomics.store(signal, 0, 1)
  Atomics.notify(signal, 0)
}

parentPort.on('message', (message) => void answer(message))

function toError(error) {
  return { status: 0, error_code: ERROR_CODES[error.code] ?? 1000, headers: {}, body: null }
}

async function send({ url, body, headers, timeout, redirects }) {
  if (redirects !== 0) throw new Error('a redirect would be followed')
  const signal = AbortSignal.timeout(timeout)
  const request = http.request(url, { method: 'POST', headers, agent, signal })
  const answered = new Promise((resolve, reject) => {
    request.on('response', resolve).on('error', reject)
  })
  request.end(body)
  const response = await answered
  const chunks = []
  for await (const chunk of response) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  return { status: response.statusCode, error_code: 0, headers: canonical(response), body: text }
}

/** Go's form of the names; of a repeated header k6 joins the values. */
function canonical({ rawHeaders }) {
  const headers = {}
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
      .toLowerCase()
      .replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
    const value = rawHeaders[index + 1]
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  return headers
}
