import net from 'node:net'

/** What came of one request; `half` is an answer that broke off, `closed` none at all. */
export type Reply =
  | { readonly kind: 'answer'; readonly httpStatus: number; readonly hasRetryAfter: boolean }
  | { readonly kind: 'failure'; readonly code: string }

/** No request of a load waits longer than this. */
const TIMEOUT_MS = 20_000

interface Waiting {
  text: string
  readonly resolve: (reply: Reply) => void
}

/** A keep-alive connection to a receiver, which is opened again when it has gone. One request at a time. */
export class Connection {
  readonly #port: number
  #socket: net.Socket | null = null
  #waiting: Waiting | null = null
  #hasStrayBytes = false

  constructor(port: number) {
    this.#port = port
  }

  /** Sends a request and gives what came of it. Never rejects. */
  async ask(bytes: Uint8Array): Promise<Reply> {
    return new Promise((resolve) => {
      this.#waiting = { text: '', resolve }
      if (this.#hasStrayBytes) this.#settle({ kind: 'failure', code: 'stray' })
      else (this.#socket ??= this.#open()).write(bytes)
    })
  }

  close(): void {
    this.#socket?.destroy()
  }

  #open(): net.Socket {
    const socket = net.connect({ port: this.#port, host: '127.0.0.1', noDelay: true })
    let code = 'closed'
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('timeout')))
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#read(text))
    socket.on('error', (error: NodeJS.ErrnoException) => (code = error.code ?? error.message))
    socket.on('close', () => {
      if (this.#socket !== socket) return
      this.#socket = null
      this.#settle({ kind: 'failure', code: this.#waiting?.text === '' ? code : 'half' })
    })
    return socket
  }

  #read(text: string): void {
    if (this.#waiting === null) {
      this.#hasStrayBytes = true
      return
    }
    this.#waiting.text += text
    const reply = parseReply(this.#waiting.text)
    if (reply === null) return
    if (reply.isLast) {
      this.#socket?.destroySoon()
      this.#socket = null
    }
    this.#settle(reply.reply)
  }

  #settle(reply: Reply): void {
    this.#waiting?.resolve(reply)
    this.#waiting = null
  }
}

/** Null while it is not whole. `isLast` where the connection ends with it. */
function parseReply(text: string): { reply: Reply; isLast: boolean } | null {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd === -1) return null
  const head = text.slice(0, headEnd)
  const httpStatus = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1])
  const length = httpStatus === 204 ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1])
  const missing = headEnd + 4 + length - text.length
  if (missing > 0) return null
  if (missing !== 0) return { reply: { kind: 'failure', code: 'bad reply' }, isLast: true }
  const hasRetryAfter = /\r\nretry-after: \d/i.test(head)
  const reply: Reply = { kind: 'answer', httpStatus, hasRetryAfter }
  return { reply, isLast: /\r\nconnection: close/i.test(head) }
}
