import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { requireTags } from './state.js'

/** Sends what k6 would send, for real, and waits for the answer as k6 does: blocked. */
const worker = new Worker(new URL('./send-worker.js', import.meta.url))
worker.unref()

const KNOWN = [
  ...['headers', 'timeout', 'redirects', 'responseType', 'responseCallback', 'jar', 'tags'],
]

class CookieJar {
  cookies = {}
}

function post(url, body, params = {}) {
  const unknown = Object.keys(params).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined) throw new Error(`k6 has no parameter ${unknown}`)
  if (!(params.jar instanceof CookieJar)) throw new Error('cookies would be sent back')
  requireTags(params.tags)
  const { port1, port2 } = new MessageChannel()
  const signal = new Int32Array(new SharedArrayBuffer(4))
  const { headers, timeout, redirects, responseType } = params
  const request = { url, body, headers, timeout, redirects }
  worker.postMessage({ request, signal, port: port2 }, [port2])
  Atomics.wait(signal, 0, 0)
  const { message } = receiveMessageOnPort(port1)
  return { ...message, body: responseType === 'none' ? null : message.body }
}

export default { post, CookieJar, expectedStatuses: (...statuses) => ({ statuses }) }
